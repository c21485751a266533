/** One line of the table. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** What it is compared with; absent where the target is absolute. */
  readonly baseline?: readonly number[];
  /** One figure per round. */
  readonly product: readonly number[];
  readonly target?: Target;
  /** What a reader must know to judge the figure. */
  readonly note?: string;
}

/** `ratio`: product / baseline; `value`: the product's median itself. */
export interface Target {
  readonly of: 'ratio' | 'value';
  readonly least?: number;
  readonly most?: number;
}

export interface Line extends Measure {
  readonly baselineMedian?: number;
  readonly productMedian: number;
  readonly ratio?: number;
  readonly ok?: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The ratio is the median over rounds: both sides of a round met the same state of the machine. */
function ratioOf({ baseline, product }: Measure): number | undefined {
  if (!baseline) return undefined;
  if (baseline.length !== product.length) return median(product) / median(baseline);
  return median(product.map((value, n) => value / (baseline[n] ?? NaN)));
}

const meets = ({ least = -Infinity, most = Infinity }: Target, value: number): boolean =>
  value >= least && value <= most;

export function lineOf(measure: Measure): Line {
  const { baseline, product, target } = measure;
  const ratio = ratioOf(measure);
  const productMedian = median(product);
  return {
    ...measure,
    ...(baseline && { baselineMedian: median(baseline) }),
    productMedian,
    ...(ratio !== undefined && { ratio }),
    ...(target && { ok: meets(target, target.of === 'ratio' ? (ratio ?? NaN) : productMedian) }),
  };
}

const figure = (value: number | undefined): string => {
  if (value === undefined) return '';
  if (Math.abs(value) >= 1000) return Math.round(value).toString();
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
};

/** Median, and how far the rounds lay apart. */
const spread = (values: readonly number[] | undefined): string =>
  values === undefined
    ? ''
    : values.length < 2
      ? figure(values[0])
      : `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`;

const targetText = (target: Target | undefined): string =>
  target === undefined ? '' : target.least === undefined ? `≤ ${String(target.most)}` : `≥ ${String(target.least)}`;

/** The table as Markdown, which a terminal shows as well. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [
    ['measure', 'unit', 'baseline', 'product', 'ratio', 'target', 'ok?'],
    ...lines.map((line) => [
      line.name,
      line.unit,
      spread(line.baseline),
      spread(line.product),
      line.ratio === undefined ? '' : line.ratio.toFixed(2),
      targetText(line.target),
      line.ok === undefined ? '' : line.ok ? 'yes' : 'NO',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const write = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = rows.map(write);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const notes = lines.filter(({ note }) => note !== undefined).map(({ name, note }) => `- ${name}: ${note}`);
  return [head, rule, ...rest, '', ...notes].flat().join('\n');
}
