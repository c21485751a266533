# One image for every process: api (the default), worker, migrate, main (api and worker in one).
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY panel/package.json panel/
RUN npm ci
COPY . .
RUN npm run build
# What the browser gets is built in, and the image brings its own Node.
RUN npm ci --omit=dev --workspaces=false && rm -rf node_modules/node-linux-*

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/panel/dist panel/dist
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Garbage is collected early and memory given back: docs/adr/0008.
ENTRYPOINT ["node", "--max-semi-space-size=16", "--heap-growing-percent=60"]
CMD ["dist/api.js"]
