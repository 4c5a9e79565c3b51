import { afterEach, describe, expect, test, vi } from 'vitest';
import { atMost, columns, percentile, report } from './report.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** What `report` prints, and how the process would end. */
function printed(...given: Parameters<typeof report>): { text: string; exitCode: unknown } {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  report(...given);
  return { text, exitCode: process.exitCode };
}

describe('figures of a benchmark', () => {
  const kept = atMost('page', 1.2345, 'ms', 2, 'a page of a branch', 12.345);
  const missed = atMost('sums', 2.001, 'ms', 2, 'sums of a branch');

  test('a bar is kept up to the bar itself, before any rounding', () => {
    expect(kept).toEqual({
      id: 'page',
      value: 1.23,
      unit: 'ms',
      reference: 12.3,
      ratio: 10,
      bar: '≤ 2 ms',
      ok: true,
      about: 'a page of a branch',
    });
    expect([atMost('a', 2, 'ms', 2, '').ok, missed.ok, missed.value]).toEqual([true, false, 2]);
  });

  test('are a table for people', () => {
    expect(printed([kept, { id: 'rows', value: 7, unit: '', about: 'counted' }])).toEqual({
      text: [
        'figure  value    reference  ratio  bar         what',
        'page    1.23 ms  12.3 ms       10  ≤ 2 ms  ok  a page of a branch',
        'rows    7                                      counted',
        '',
      ].join('\n'),
      exitCode: undefined,
    });
  });

  test('are lines of JSON for machines, and a missed bar fails the process', () => {
    const { text, exitCode } = printed([kept, missed], true);
    expect(text.split('\n').map((line) => (line === '' ? '' : (JSON.parse(line) as unknown)))).toEqual([kept, missed, '']);
    expect(exitCode).toBe(1);
  });

  test('columns are as wide as their widest cell, numbers stand to the right', () => {
    expect(
      columns([
        ['', 'gas'],
        ['join', '1,234'],
        ['refund', '5'],
      ]),
    ).toBe('        gas\njoin    1,234\nrefund      5');
  });

  test('a percentile is a value that was measured', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([1, 50, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([1, 50, 99, 100]);
    expect([percentile([3, 1], 50), percentile([4], 99)]).toEqual([1, 4]);
  });
});
