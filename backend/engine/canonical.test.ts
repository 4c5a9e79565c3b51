import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';

describe('the one way to write a value down', () => {
  it.each<[name: string, value: unknown, text: string]>([
    ['fields in their order, without spaces', { b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
    ['no field that holds nothing', { a: undefined, b: 'б' }, '{"b":"б"}'],
  ])('has %s', (_name, value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  it.each([undefined, () => 1, Symbol('a')])('is refused for what no file can hold (%#)', (value) => {
    expect(() => canonicalText(value)).toThrow(new TypeError('not a JSON value'));
  });
});
