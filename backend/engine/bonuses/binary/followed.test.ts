import { describe, expect, it } from 'vitest';
import { calculatePeriod, replayOutcomes, type PeriodOutcome, type VolumeEntry } from '../../index.ts';
import { openFollowing } from '../../estimate/follow.ts';
import { openLedger } from '../../ledger/orders.ts';
import { purchase, refund } from '../../testing/world.ts';
import { binaryWorld } from '../../testing/two-legs.ts';

function said({ touchedOrders, ...rest }: PeriodOutcome): unknown {
  return { ...rest, touchedOrders: new Map(touchedOrders) };
}

/** What member 2 has, and carries on the left and on the right, after each step of one period: each must be what a full run says. */
function followed(terms: object, steps: readonly (readonly VolumeEntry[])[]): unknown[] {
  const entries = steps.flat();
  const { facts, plans } = binaryWorld(terms, [entries]);
  const [month] = replayOutcomes(facts, plans);
  if (month === undefined) throw new Error('no month');
  // The budget is that of the end, when everything may have come back.
  const input = { ...month.input, budget: 1_000_000n };
  const ledger = openLedger(input);
  const following = openFollowing({ ...input, entries: [] }, ledger);
  let known = 0;
  return steps.map((added) => {
    known += added.length;
    ledger.add(added, input.memberCount, input.earlierOrders);
    const now = { ...input, entries: entries.slice(0, known) };
    const outcome = following?.follow(now);
    if (outcome === undefined) throw new Error('not followed');
    expect(said(outcome)).toEqual(said(calculatePeriod(now)));
    const { cumulative, columns } = outcome.carryOut;
    const carried = ['left.0', 'right.0', 'opened'].map((name) => columns?.values.get(`binary.legs.${name}`)?.[2]);
    return [cumulative[2], ...carried.filter((column) => column !== undefined)];
  });
}

describe('a binary bonus that is followed', () => {
  const active = purchase(2, 1, 0, 1);

  it.each<[string, number, number]>([
    ['left', 3, 4],
    ['right', 4, 3],
  ])('takes everything back when orders come back, with the %s leg the stronger', (side, stronger, weaker) => {
    const bought = [purchase(stronger, 2, 1_000), purchase(weaker, 3, 600)];
    const [firstBack, otherBack] = [refund(stronger, 2, 1_000), refund(weaker, 3, 600)];
    const carrying = (volume: bigint): bigint[] => (side === 'left' ? [volume, 0n] : [0n, volume]);
    // 600 of 1000 and 600 earn 60, and 400 go on; without the weaker leg all of the stronger does.
    expect(followed({}, [[active, ...bought], [otherBack], [firstBack]])).toEqual([
      [60n, ...carrying(400n)],
      [0n, ...carrying(1_000n)],
      [0n, 0n, 0n],
    ]);
    expect(
      followed({}, [
        [active, ...bought],
        [firstBack, otherBack],
      ]),
    ).toEqual([
      [60n, ...carrying(400n)],
      [0n, 0n, 0n],
    ]);
  });

  it('makes an opening pair once, and not at all when its order comes back', () => {
    const terms = {
      by: 'units',
      ratePpm: undefined,
      rounding: undefined,
      unit: '100',
      ratios: [{ stronger: 1, weaker: 1, amount: '10' }],
      opening: { stronger: 2, weaker: 1, amount: '50' },
      after: 'netOff',
    };
    const steps = [
      [active, purchase(3, 2, 200), purchase(4, 3, 100)],
      [purchase(3, 4, 100), purchase(4, 5, 100)],
      [refund(4, 3, 100), refund(4, 5, 100)],
    ];
    // The opening pair; with it a pair of 1:1; neither.
    expect(followed(terms, steps)).toEqual([
      [50n, 0n, 0n, 1n],
      [60n, 0n, 0n, 1n],
      [0n, 300n, 0n, 0n],
    ]);
  });
});
