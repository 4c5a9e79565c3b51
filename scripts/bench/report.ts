/** One line of a benchmark: what was measured, against what in the same run, and the bar of the project. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit; from the same run, or from elsewhere: what it is stands in `about`. */
  readonly reference?: number;
  /** One of the two by the other, the way round in which the bar is meant. */
  readonly ratio?: number;
  /** What must hold, as a person reads it; a figure without one is for information. */
  readonly bar?: string;
  readonly ok?: boolean;
  readonly about: string;
}

/** A figure that must not be greater than `most`; compared with a reference, it is so many times as fast. */
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

/** Prints the figures, each as a line of JSON or all as a table, and lets the process fail when a bar is missed. */
export function report(figures: readonly Figure[], asJson = false): void {
  const text = asJson ? figures.map((figure) => JSON.stringify(figure)).join('\n') : tableOf(figures);
  process.stdout.write(`${text}\n`);
  if (figures.some(({ ok }) => ok === false)) process.exitCode = 1;
}

function tableOf(figures: readonly Figure[]): string {
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
  return columns([head, ...rows]);
}

/** Rows as text in columns as wide as their widest cell, numbers to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isNumber = (cell: string): boolean => /^[\d,.]+$/.test(cell);
  return rows
    .map((row) =>
      row
        .map((cell, column) => (isNumber(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
