import { TRANSITIONS } from '../../src/modules/contacts/contact-change-states.ts';

/** How the people concerned, or the worker, cause each verb of the state machine. */
const LABELS: Readonly<Record<keyof typeof TRANSITIONS, string>> = {
  check: 'worker takes it up',
  ask: 'the rules hold',
  complete: 'the last party accepts',
  refuse: 'a party refuses',
  cancel: 'the asker cancels',
  expire: 'not everybody answered in time',
  finish: 'the contacts have moved',
  fail: 'a check fails',
};

/** The states of a contact change, drawn from the table that the entity follows. */
export function stateDiagram(): string {
  const edges = Object.entries(TRANSITIONS).flatMap(([verb, { from, to }]) =>
    from.map((state) => `  ${state} --> ${to}: ${verb} (${LABELS[verb as keyof typeof TRANSITIONS]})`),
  );
  const left = new Set(Object.values(TRANSITIONS).flatMap(({ from }) => from));
  const ends = [...new Set(Object.values(TRANSITIONS).map(({ to }) => to))].filter((state) => !left.has(state));
  return ['stateDiagram-v2', '  [*] --> todo', ...edges, ...ends.map((state) => `  ${state} --> [*]`)].join('\n');
}

const BLOCK = /```mermaid\nstateDiagram-v2\n.*?\n```/s;

/** The page with the diagram as it is today. */
export function withStateDiagram(markdown: string): string {
  if (!BLOCK.test(markdown)) throw new Error('The page has no mermaid block that begins with stateDiagram-v2');
  return markdown.replace(BLOCK, `\`\`\`mermaid\n${stateDiagram()}\n\`\`\``);
}
