import { type Figure, figures, type Measured } from './figures.ts';

/** One figure as a line of JSON says it. */
export interface Line {
  readonly id: string;
  readonly value: number;
  readonly unit: 'gas' | 'bytes';
  readonly reference: number | null;
  readonly ratio: number | null;
  readonly bar: number | null;
  readonly ok: boolean;
}

export function linesOf(rules: string, costs: Measured): Line[] {
  return figures.flatMap((figure) => {
    const value = costs.get(figure.id);
    return value === undefined ? [] : [lineOf(rules, figure, value)];
  });
}

function lineOf(rules: string, { id, bar, reference }: Figure, value: number): Line {
  return {
    id: `${rules}/${id}`,
    value,
    unit: 'gas',
    reference: reference?.gas ?? null,
    ratio: reference === undefined ? null : Math.round((value / reference.gas) * 1000) / 1000,
    bar: bar ?? null,
    ok: bar === undefined || value <= bar,
  };
}

/** The figures of all rule sets side by side. */
export function tableOf(measured: ReadonlyMap<string, Measured>): string {
  const rules = [...measured.keys()];
  const header = ['', ...rules, 'bar', 'others', 'ratio', ''];
  const rows = figures.flatMap((figure) => {
    const values = rules.map((name) => measured.get(name)?.get(figure.id));
    const worst = Math.max(...values.map((value) => value ?? 0));
    if (worst === 0) return [];
    const { bar, reference, sentence } = figure;
    return [
      [
        sentence.replace(/,$/, ''),
        ...values.map(grouped),
        grouped(bar),
        reference === undefined ? '' : `${grouped(reference.gas)} ${reference.of}`,
        reference === undefined ? '' : (worst / reference.gas).toFixed(2),
        bar === undefined ? '' : worst <= bar ? '✓' : `✗ +${grouped(worst - bar)}`,
      ],
    ];
  });
  return align([header, ...rows]);
}

export function sizeTable(sizes: ReadonlyMap<string, number>, largest: number): string {
  return align([['Bytes of code', '', 'of'], ...[...sizes].map(([name, bytes]) => [name, grouped(bytes), grouped(largest)])]);
}

function grouped(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en-US');
}

function align(rows: readonly (readonly string[])[]): string {
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
