import type { Example, OpenApiDocument } from './openapi-3.1.js';

/** An error is shown once, however many routes answer it: moves the examples of errors out of the routes. */
export function sharedExamples(paths: OpenApiDocument['paths']): Record<string, Example> {
  const shared: Record<string, Example> = {};
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue;
      for (const media of Object.values(content ?? {})) {
        for (const [code, example] of Object.entries(media.examples ?? {})) {
          if (example.$ref !== undefined) continue;
          shared[code] = example;
          media.examples = { ...media.examples, [code]: { $ref: `#/components/examples/${code}` } };
        }
      }
    }
  }
  return shared;
}
