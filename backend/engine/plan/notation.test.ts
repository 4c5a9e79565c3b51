import { describe, expect, it } from 'vitest';
import { planFault, type PlanFault } from '../index.ts';
import { isPlainNumber, readNotation } from './notation.ts';

const faultsIn = (text: string): readonly PlanFault[] => readNotation(text).faults;
const notPlain = (...paths: string[]): PlanFault[] => paths.map((path) => planFault(path, 'notPlain'));
const unreadable = (what: string): PlanFault => ({
  path: '',
  reason: { en: `cannot be read: ${what}`, ru: `не читается: ${what}` },
  cure: { en: 'Check commas, quotes and brackets.', ru: 'Проверьте запятые, кавычки и скобки.' },
});

describe('a number in plain digits', () => {
  it.each(['0', '7', '10', '-3', '-120', '123456789'])('is %s', (text) => {
    expect(isPlainNumber(text)).toBe(true);
  });

  it.each(['', '-', '+7', '07', '00', '1.0', '1e5', '0x10', 'x7', '7x', '--3', '1a', '10a', ' 7'])('is not "%s"', (text) => {
    expect(isPlainNumber(text)).toBe(false);
  });
});

describe('JSON and YAML', () => {
  it.each<[string, unknown]>([
    ['{"a": [1, "2", null, true], "b": {"c": -3}}', { a: [1, '2', null, true], b: { c: -3 } }],
    ['a: [1, "2", null, true]\nb: {c: -3}', { a: [1, '2', null, true], b: { c: -3 } }],
    ['a:\n  - 1\n  - b: 10\n    c: x\n', { a: [1, { b: 10, c: 'x' }] }],
    // Keys are texts, and a text that looks like a number is one.
    ['1: "1e5"\ntrue: "0.5"', { '1': '1e5', true: '0.5' }],
    ['a: <<\n<<: {b: 1}', { a: '<<', '<<': { b: 1 } }],
    ['', null],
  ])('%j is read', (text, data) => {
    expect(readNotation(text)).toMatchObject({ data, faults: [] });
  });

  it.each<[string, string[]]>([
    ['1e5', ['']],
    ['{"a": [{"b": 1e5}, {"c": 0.5}], "d": +7, "e": 0x10}', ['a.0.b', 'a.1.c', 'd', 'e']],
    ['[7, [8, 1.0], 9.5]', ['1.1', '2']],
    // The same in lists of lines.
    ['a:\n  - b: 1e5\n  - 7\n  - - 8\n    - 1.0\n', ['a.0.b', 'a.2.1']],
    ['- a: 1\n  b: [x, {c: 2.5}]\n- 07\n', ['0.b.1.c', '1']],
    ['a: [b: 1.5]', ['a.0.b']],
    ['"1.5": 2.5', ['1.5']],
  ])('%j is refused for its numbers, each by its path', (text, paths) => {
    const { data, faults } = readNotation(text);
    expect(faults).toEqual(notPlain(...paths));
    expect(data).toBeUndefined();
  });

  it.each<[string, string[]]>([
    ['a: &x 1\nb: *x\nc: [*x]\n', ['alias *x', 'alias *x']],
    ['a: 1\na: 2\n', ['Map keys must be unique at line 2, column 1:']],
    ['{"a": 1, "b": 2, "a": 3}', ['Map keys must be unique at line 1, column 18:']],
    ['{"a": 1', ['Flow map must end with a } at line 1, column 8:']],
    ['--- a\n--- b\n', ['Source contains multiple documents; please use YAML.parseAllDocuments() at line 2, column 1:']],
  ])('%j is refused for what it says twice or leaves open', (text, what) => {
    const { data, faults } = readNotation(text);
    expect(faults).toEqual(what.map(unreadable));
    expect(data).toBeUndefined();
  });

  it('have no tag that makes anything else of what stands there', () => {
    const text = 'a: !!omap [b: "1"]\nc: !!set {d, e}\nf: !!timestamp 2026-01-01\ng: !!binary aGk=\n';
    expect(readNotation(text).data).toEqual({ a: [{ b: '1' }], c: { d: null, e: null }, f: '2026-01-01', g: 'aGk=' });
  });

  it('are refused for the first hundred faults', () => {
    const numbers = (count: number): string => `[${'1.5, '.repeat(count)}]`;
    expect(faultsIn(numbers(100))).toHaveLength(100);
    expect(faultsIn(numbers(101))).toEqual(notPlain(...Array.from({ length: 100 }, (_each, index) => String(index))));
    expect(faultsIn('a: 1\n'.repeat(102))).toHaveLength(100);
    expect(faultsIn('a: 1\n'.repeat(3))).toHaveLength(2);
  });
});

describe('the line of a path', () => {
  const linesOf = (text: string, ...paths: string[]): number[] => paths.map(readNotation(text).lineOf);

  it('is that of the value, or of the nearest thing above it', () => {
    const text = '# What we agreed\n\na: 1\nb:\n  - c: 2\n  - c: 3\n    d: {e: 4}\nf: 5\n';
    expect(linesOf(text, 'a', 'b', 'b.0', 'b.1', 'b.1.c', 'b.1.d.e', 'f')).toEqual([3, 5, 5, 6, 6, 7, 8]);
    expect(linesOf(text, 'b.1.x', 'b.1.d.e.x.y', 'b.2', 'b.c', 'f.0')).toEqual([6, 7, 5, 5, 8]);
    // The whole, which begins under the remark.
    expect(linesOf(text, '', 'x', 'x.0')).toEqual([3, 3, 3]);
  });

  it('is found under a field whose name is a number', () => {
    expect(linesOf('a:\n  x: 1\n  "1": 2\n  10:\n    - 3\n', 'a.1', 'a.10.0', 'a.2')).toEqual([3, 5, 2]);
  });

  it('is found where numbers and aliases are refused', () => {
    expect(linesOf('a: &x 1\nb:\n  - 2.5\n  - *x\n', 'b.0', 'b.1')).toEqual([3, 4]);
  });

  it('is the first line of an empty text', () => {
    expect(linesOf('', '', 'a.0')).toEqual([1, 1]);
    expect(linesOf('\uFEFF', '')).toEqual([1]);
  });

  it('is where the text breaks, for any path, while it cannot be read', () => {
    expect(linesOf('a: 1\nb: 2\nb: 3\nc: 4\nc: 5\n', '', 'a', 'c')).toEqual([3, 3, 3]);
    expect(linesOf('{\n"a": 1\n', '', 'a')).toEqual([3, 3]);
  });
});
