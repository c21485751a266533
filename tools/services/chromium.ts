import { findProgram, run } from './command.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Path of the first Chromium that runs. Ubuntu's `chromium-browser` may be a stub that only points to a snap. */
export async function findChromium(): Promise<string | undefined> {
  for (const name of NAMES) {
    const path = findProgram([name]);
    if (path !== undefined && (await faultOfChromium(path)) === undefined) return path;
  }
  return undefined;
}

/** Undefined when the program says a Chromium's version, else why it is of no use. */
export async function faultOfChromium(path: string): Promise<string | undefined> {
  const { code, output } = await run(path, ['--version'], { timeoutMs: 20_000 });
  return code === 0 && /Chrom(?:e|ium) \d/.test(output) ? undefined : `${path} --version does not name a Chromium`;
}
