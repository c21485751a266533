import helmet from '@fastify/helmet';
import { fastify } from 'fastify';

/** Nothing from elsewhere, nothing inline (product §10). */
const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

const NOT_HELMETS = new Set(['connection', 'content-length', 'date']);

/**
 * The headers that Helmet puts on every answer. With our options they never differ, so Helmet is asked once, on an
 * application of its own: left in the request's way it works them out, and checks them, each time anew.
 */
export async function securityHeaders(): Promise<Readonly<Record<string, string>>> {
  const asked = fastify();
  await asked.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: { maxAge: 31_536_000 },
  });
  asked.get('/', (_request, reply) => reply.send());
  const { headers } = await asked.inject('/');
  await asked.close();
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_HELMETS.has(name) ? [] : [[name, String(value)]],
    ),
  );
}
