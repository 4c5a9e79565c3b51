import { describe, expect, it } from 'vitest';
import { buildSchemata, switchFile, switchSource } from './schemata.ts';
import { explain, readSurvivors } from './survivors.ts';
import { analyse } from './syntax-tree.ts';

const file = 'contracts/planted/Planted.sol';
const source = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

contract Planted {
    error TooMuch(uint256 amount);

    uint256 private constant MOST = 100;
    uint256 public kept;

    function keep(uint256 amount, bool twice) external returns (uint256) {
        if (amount > MOST) revert TooMuch(amount);
        if (twice && amount != 0) kept += amount;
        for (uint256 i = 0; i < 2; i++) kept = kept + amount;
        return kept;
    }

    function double(uint256 amount) external pure returns (uint256 twice) {
        // It takes no memory.
        assembly ("memory-safe") {
            twice := shl(1, amount)
        }
    }

    function ask(address whom) external view {
        assembly ("memory-safe") {
            if iszero(staticcall(gas(), whom, 0x00, 0x00, 0x00, 0x00)) {
                revert(0x00, 0x00)
            }
        }
    }
}
`;

// C36: a mutation run is only as good as the mutants that it makes.
describe('mutants (C36)', () => {
  const { sources, mutants } = buildSchemata({ [file]: source });

  it('breaks every kind of place', () => {
    const made = mutants.map(({ operator, original, replacement }) => `${operator}: ${original} → ${replacement}`);
    for (const expected of [
      'boundary: amount > MOST → (amount) >= (MOST)',
      'comparison: amount > MOST → (amount) <= (MOST)',
      'line removal: revert TooMuch(amount) → (removed)',
      'constant: MOST → MOST + 1',
      'logic: twice && amount != 0 → (twice) || (amount != 0)',
      'negation: twice && amount != 0 → !(twice && amount != 0)',
      'arithmetic: kept += amount → (kept -= amount)',
      'arithmetic: i++ → (i--)',
      'revert replacement: return kept → revert()',
      'arithmetic: twice := shl(1, amount) → twice := shr(1, amount)',
      'constant: twice := shl(1, amount) → twice := shl(2, amount)',
    ]) {
      expect(made).toContain(expected);
    }
  });

  it('gives each a number of its own and puts all of them behind one switch that compiles', () => {
    expect(new Set(mutants.map(({ number }) => number)).size).toBe(mutants.length);
    expect(analyse({ ...sources, [switchFile]: switchSource }).faults).toEqual([]);
    for (const { number } of mutants) expect(sources[file]).toMatch(new RegExp(String.raw`\b${number}\b`));
  });

  it('evaluates a condition that calls somebody only once', () => {
    const called = (sources[file] ?? '').split('staticcall(').length - 1;
    const ways = mutants.filter(({ original }) => original.startsWith('if iszero(staticcall(')).length;
    expect(ways).toBeGreaterThan(0);
    // Once in each way to break it, and once as it is.
    expect(called).toBe(ways + 1);
    expect(sources[file]).toMatch(/let asked\d+ switch mutantNumber/);
  });

  it('survivors keep their reasons when lines move', () => {
    const [mutant] = mutants;
    if (mutant === undefined) throw new Error('There is no mutant.');
    const { number: _, ...known } = mutant;
    expect(explain([{ ...mutant, line: mutant.line + 5 }], [{ ...known, why: 'because' }])[0]).toMatchObject({ why: 'because' });
    expect(explain([mutant], [])[0]?.why).toBe('');
  });

  it('every survivor that is written down has a reason', () => {
    expect(readSurvivors().filter(({ why }) => why.length < 20)).toEqual([]);
  });
});
