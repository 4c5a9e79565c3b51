import { describe, expect, it } from 'vitest';
import { figures } from './figures.ts';
import { linesOf } from './print.ts';
import { compare, type Recorded, sentenceOf } from './record.ts';

const [first] = figures;
if (first === undefined) throw new Error('There are no figures.');
const recorded: Recorded = {
  measured: '2026-11-22',
  gas: { prague: { [sentenceOf(first.sentence)]: 100_000 } },
  bytecode: { Vault: 20_000 },
};
const at = (gas: number) => new Map([['prague', new Map([[first.id, gas]])]]);
const sized = (bytes: number) => new Map([['Vault', bytes]]);

describe('compare', () => {
  it('accepts what is as recorded, cheaper, or within one per cent', () => {
    for (const gas of [100_000, 90_000, 101_000]) expect(compare(recorded, at(gas), sized(20_000))).toEqual([]);
  });

  it('names what has grown', () => {
    expect(compare(recorded, at(101_001), sized(20_000))).toEqual([
      `${first.sentence} on prague costs 101001 gas; recorded are 100000.`,
    ]);
    expect(compare(recorded, at(100_000), sized(20_001))).toEqual(['Vault has 20001 bytes of code; recorded are 20000.']);
    expect(compare({ ...recorded, bytecode: { Vault: 30_000 } }, at(100_000), sized(24_577))).toEqual([
      'Vault has 24577 bytes of code; a chain takes at most 24576.',
    ]);
  });

  it('names what is not recorded and what is not measured', () => {
    expect(compare({ ...recorded, gas: {} }, at(1), sized(1))).toEqual([`"${first.sentence}" on prague is not recorded.`]);
    const nothing = new Map([['prague', new Map<string, number>()]]);
    expect(compare(recorded, nothing, sized(1))).toEqual([`"${first.sentence}" on prague is recorded but was not measured.`]);
    expect(compare(recorded, at(1), new Map([['Other', 1]]))).toEqual(['The size of Other is not recorded.']);
  });
});

describe('linesOf', () => {
  it('says value, reference, ratio and whether the bar holds', () => {
    const [line] = linesOf('prague', new Map([[first.id, first.bar ?? 0]]));
    expect(line).toMatchObject({ id: `prague/${first.id}`, bar: `≤ ${first.bar} gas`, ok: true });
    expect(line?.ratio).toBeCloseTo((first.bar ?? 0) / (first.reference?.gas ?? 1), 2);
    expect(linesOf('prague', new Map([[first.id, (first.bar ?? 0) + 1]]))[0]?.ok).toBe(false);
  });
});
