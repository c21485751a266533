import type { Example, MediaType, OpenApiDocument, Operation } from './openapi-3.1.js';

/** An error is shown once, however many routes answer it: moves the examples of errors out of the routes. */
export function takeErrorExamples(paths: OpenApiDocument['paths']): Record<string, Example> {
  const taken: Record<string, Example> = {};
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  for (const media of operations.flatMap(errorBodiesOf)) {
    for (const [code, example] of Object.entries(media.examples ?? {})) {
      if (example.$ref === undefined) taken[code] = example;
      media.examples = { ...media.examples, [code]: { $ref: `#/components/examples/${code}` } };
    }
  }
  return taken;
}

const errorBodiesOf = ({ responses }: Operation): MediaType[] =>
  Object.entries(responses).flatMap(([status, { content }]) =>
    Number(status) < 400 ? [] : Object.values(content ?? {}),
  );
