import { columns, type Figure as Line, three } from '../report.ts';
import { type Figure, figures, type Measured } from './figures.ts';

export function linesOf(rules: string, costs: Measured): Line[] {
  return figures.flatMap((figure) => {
    const value = costs.get(figure.id);
    return value === undefined ? [] : [lineOf(rules, figure, value)];
  });
}

export function sizeLinesOf(sizes: ReadonlyMap<string, number>, largest: number): Line[] {
  return [...sizes].map(([name, value]) => ({
    id: `bytecode/${name}`,
    value,
    unit: 'bytes',
    bar: `≤ ${largest} bytes`,
    ok: value <= largest,
    about: `code of ${name}`,
  }));
}

function lineOf(rules: string, { id, bar, reference, sentence }: Figure, value: number): Line {
  return {
    id: `${rules}/${id}`,
    value,
    unit: 'gas',
    ...(reference === undefined ? {} : { reference: reference.gas, ratio: three(value / reference.gas) }),
    ...(bar === undefined ? {} : { bar: `≤ ${bar} gas`, ok: value <= bar }),
    about: sentence,
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
  return columns([header, ...rows]);
}

export function sizeTable(sizes: ReadonlyMap<string, number>, largest: number): string {
  return columns([['Bytes of code', '', 'of'], ...[...sizes].map(([name, bytes]) => [name, grouped(bytes), grouped(largest)])]);
}

function grouped(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en-US');
}
