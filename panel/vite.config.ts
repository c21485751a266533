import react from '@vitejs/plugin-react';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Imports a part that was left out of the first load without Vite's preloading: our parts have nothing to preload. */
const plainDynamicImports = (): Plugin => ({
  name: 'plain-dynamic-imports',
  apply: 'build',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
});

/** Writes `x.br` and `x.gz` beside every text file `x`, at the highest level: the api only picks one. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle: async ({ dir = 'dist' }) => {
    const files = await readdir(dir, { recursive: true });
    await Promise.all(
      files.filter((file) => /\.(js|css|html|svg)$/.test(file)).map((file) => compress(join(dir, file))),
    );
  },
});

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}

const API = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), plainDynamicImports(), compressed()],
  build: {
    target: 'es2022',
    // Every asset is a file of its own with a hash in its name: the Content-Security-Policy allows nothing inline,
    // and the api may let browsers keep `/assets/*` for ever.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      output: {
        // What the first page needs is one file: split by who shares what, it would be a dozen, each compressed alone.
        codeSplitting: {
          groups: [{ name: 'first-load', tags: ['$initial'] }],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/1.0', '/auth', '/dev', '/docs', '/openapi.json'].map((path) => [path, API])),
  },
});
