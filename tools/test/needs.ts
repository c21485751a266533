import { readFileSync } from 'node:fs';
import { SERVICE_NAMES, type ServiceName } from '../services/services.ts';

/**
 * What a test file says it needs, in the comment at its top: `@needs postgres rabbitmq`.
 *
 * @throws {Error} naming the file when it asks for a service that nobody knows
 */
export function needsOf(file: string): ServiceName[] {
  const comment = /^\s*\/\*\*(.*?)\*\//s.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const words =
    /@needs[ \t]+(.+)/
      .exec(comment)?.[1]
      ?.trim()
      .split(/[\s,]+/) ?? [];
  return words.map((word) => {
    const name = SERVICE_NAMES.find((known) => known === word);
    if (name === undefined) throw new Error(`${file} needs "${word}", which is none of ${SERVICE_NAMES.join(', ')}.`);
    return name;
  });
}
