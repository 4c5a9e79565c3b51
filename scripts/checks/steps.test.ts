import { describe, expect, it } from 'vitest';
import { countTests } from './steps.ts';

describe('countTests', () => {
  it('reads the summary of Vitest, colours and all', () => {
    const output =
      ' Test Files  1 failed | 2 passed (3)\n\u001b[2m      Tests \u001b[22m \u001b[31m1 failed\u001b[39m | 26 passed (27)\n';
    expect(countTests('vitest', output, 'badly')).toEqual({ passed: 26, failed: 1 });
  });

  it('adds up the summaries of Hardhat', () => {
    expect(countTests('hardhat', '  3 passing (2 fuzz)\n 1 failing\n  4 passing', 'badly')).toEqual({ passed: 7, failed: 1 });
  });

  it('does not accept a run of no tests', () => {
    expect(() => countTests('vitest', 'No test files found', 'well')).toThrow('reported no test');
  });
});
