import type { ChaosResult } from './run.ts';

const MOST_SHOWN = 20;

/** With no failure in `n` independent trials, the failure rate is below 3/n with 95 % confidence. */
const boundOf = (trials: number): string => `below ${((3 / Math.max(trials, 1)) * 100).toFixed(2)} %`;

/** The figures of a run, and what went wrong in it. */
export function tableOf(result: ChaosResult): string {
  const rows = rowsOf(result);
  const width = Math.max(...rows.map(([name]) => name.length));
  const { lost, stuck, faults, duplicates } = result;
  return [
    ...rows.map(([name, figure]) => `${name.padEnd(width)}  ${figure}`),
    ...listOf('Lost', lost),
    ...listOf('Stuck', stuck),
    ...listOf('At fault', faults),
    ...listOf('Duplicates without a cause', duplicates.unexplained),
  ].join('\n');
}

function rowsOf(result: ChaosResult): (readonly [string, string])[] {
  const strikes = [...result.strikes];
  const kills = strikes.reduce((sum, [, { killed }]) => sum + killed, 0);
  return [
    ...strikes.map(
      ([name, { killed, stopped }]) => [name, `${String(killed)} killed, ${String(stopped)} stopped`] as const,
    ),
    [
      'changes',
      Object.entries(result.changesByState)
        .map(([state, count]) => `${String(count)} ${state}`)
        .join(', '),
    ],
    ['calls answered with 200', String(result.acceptedCalls)],
    ['calls without an answer', String(result.unknownCalls)],
    ['mails received', String(result.mails)],
    ['lost', `${String(result.lost.length)} (in ${String(kills)} kills; loss per kill ${boundOf(kills)} at 95 % if 0)`],
    ['stuck', String(result.stuck.length)],
    ['duplicate mails', String(result.duplicates.count)],
    [
      'mails in a send window',
      `${String(result.duplicates.inWindow)}, hit by ${String(result.duplicates.windowsHit)} kills of workers`,
    ],
    ['without a cause', String(result.duplicates.unexplained.length)],
    ['processes at fault', String(result.faults.length)],
    ['longest stall', `${(result.longestStallMs / 1_000).toFixed(1)} s`],
    ['slowest orderly stop', `${(result.slowestStopMs / 1_000).toFixed(1)} s`],
    ['duration', `${result.seconds.toFixed(0)} s`],
    ['seed', String(result.seed)],
  ];
}

function listOf(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  const more = sentences.length > MOST_SHOWN ? [`  … and ${String(sentences.length - MOST_SHOWN)} more`] : [];
  return ['', `${title}:`, ...sentences.slice(0, MOST_SHOWN).map((sentence) => `  ${sentence}`), ...more];
}

/** Whether the run kept every promise. */
export const isClean = ({ lost, stuck, faults, duplicates }: ChaosResult): boolean =>
  lost.length === 0 && stuck.length === 0 && faults.length === 0 && duplicates.unexplained.length === 0;
