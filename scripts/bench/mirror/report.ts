/** One line of a benchmark: what was measured, against what in the same run, and the bar of the project. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit, from the same run; what it is stands in `about`. */
  readonly reference?: number;
  /** Reference by value: so many times faster. */
  readonly ratio?: number;
  /** What must hold, as a person reads it; a figure without one is for information. */
  readonly bar?: string;
  readonly ok?: boolean;
  readonly about: string;
}

/** A figure that must not be greater than `most`. */
export function atMost(id: string, value: number, unit: string, most: number, about: string, reference?: number): Figure {
  const compared = reference === undefined ? {} : { reference: three(reference), ratio: three(reference / value) };
  return { id, value: three(value), unit, ...compared, bar: `≤ ${most} ${unit}`, ok: value <= most, about };
}

/** Rounds to three digits that count: the fourth is noise. */
export function three(value: number): number {
  return Number(value.toPrecision(3));
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/** The same question so many times; the best counts, because whatever else the machine does only ever adds. */
export const repeats = 7;

/** What this process holds now, MiB, after a collection if the process was started with --expose-gc. */
export function heldMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}

export function tableOf(figures: readonly Figure[]): string {
  const head = ['figure', 'value', 'reference', 'ratio', 'bar', '', 'what'];
  const rows = figures.map(({ id, value, unit, reference, ratio, bar, ok, about }) => [
    id,
    `${value} ${unit}`,
    reference === undefined ? '' : `${reference} ${unit}`,
    ratio === undefined ? '' : String(ratio),
    bar ?? '',
    ok === undefined ? '' : ok ? 'ok' : 'MISSED',
    about,
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
