/** One line of a benchmark: what was measured, against what in the same run, and the bar of the project. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit, from the same run; what it is stands in `about`. */
  readonly reference?: number;
  readonly ratio?: number;
  /** What must hold, as a person reads it; a figure without one is for information. */
  readonly bar?: string;
  readonly ok?: boolean;
  readonly about: string;
}

/** Rounds to three digits that count: the fourth is noise. */
export function three(value: number): number {
  return Number(value.toPrecision(3));
}

/**
 * Milliseconds of the processor that `work` takes on its thread: the best of `times`. Not the clock on the wall, which on a busy machine counts what
 * others do as well.
 */
export function best(times: number, work: () => unknown): number {
  let least = Infinity;
  for (let round = 0; round < times; round += 1) {
    const start = threadMilliseconds();
    work();
    least = Math.min(least, threadMilliseconds() - start);
  }
  return least;
}

export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Most memory that this process has held so far, MiB. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
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
