import type { Description } from './description.ts';
import { code, page, table } from './markdown.ts';

/** Every route with what it needs. */
export function routesPage({ openapi }: Description): string {
  const routes = Object.entries(openapi.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(routes.flatMap(({ operation }) => operation.tags))];
  const sections = tags.map((tag) => {
    const rows = routes
      .filter(({ operation }) => operation.tags.includes(tag))
      .map(({ path, method, operation }) => [
        method.toUpperCase(),
        code(path),
        operation['x-mandate-permission'] ?? 'open to everybody',
        operation['x-mandate-rule'] ?? '',
        operation.summary,
      ]);
    return `## ${tag}\n\n${table(['Method', 'Path', 'Permission', 'Rule on the object', 'What it does'], rows)}`;
  });
  return page(
    'Routes',
    'The permission is what the privilege of the caller must cover; the rule is the relation in which the caller’s account must stand to the object in the path. What is missing or foreign is answered with 404. Everything under `/1.0` answers under `/v1`, too. Details are in `openapi.json`, which a running program serves at `/openapi.json` and shows at `/docs`.',
    ...sections,
  );
}
