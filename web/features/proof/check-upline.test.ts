import { describe, expect, it } from 'vitest';
import { comparePaths } from './check-upline.ts';

describe('what the server said against the chain', () => {
  it('agrees only step by step to the end', () => {
    expect(comparePaths([9, 4, 1], [9, 4, 1])).toEqual({ kind: 'same' });
    expect(comparePaths([9, 5, 1], [9, 4, 1])).toEqual({ kind: 'differs', step: 1 });
    expect(comparePaths([9, 4], [9, 4, 1])).toEqual({ kind: 'shorter' });
    expect(comparePaths([9, 4, 1, 1], [9, 4, 1])).toEqual({ kind: 'longer' });
    expect(comparePaths([], [9])).toEqual({ kind: 'shorter' });
  });
});
