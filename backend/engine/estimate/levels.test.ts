import { describe, expect, it } from 'vitest';
import { type Share } from '../bonuses/kind.ts';
import { type Order } from '../ledger/order.ts';
import { expectFollowed } from '../testing/followed.ts';
import { chainOf, planOf, purchase, refund, sale } from '../testing/world.ts';
import { OrderBook } from './changes.ts';
import { followLevels } from './levels.ts';
import { Sums } from './sums.ts';

/** 5 under 4 under 3 under 2, and 6 under 2. */
const sponsors = [0, 1, 2, 3, 4, 2];

describe('a followed level bonus', () => {
  it('gives the levels of all below anew to who becomes active, and takes them from who no longer is', () => {
    const plans = new Map([[1, planOf({ active: '100', capPpm: 1_000_000 })]]);
    const entries = [
      purchase(5, 1, 1_000),
      purchase(3, 2, 1_000, 100),
      purchase(4, 3, 1_000, 100),
      refund(4, 3, 400, 50),
      purchase(2, 4, 1_000, 100),
      sale(6, 5, 500),
    ];
    const last = expectFollowed(chainOf(sponsors, [{ entries }], plans), plans);
    // Order 1: 100 and 50; order 2: 100; order 3, of which 600 stand: 60 and 30; order 5: 50.
    expect([2, 3].map((member) => last.earnings.of(member)?.credited)).toEqual([50n + 100n + 30n + 50n, 100n + 60n]);
  });

  it('takes back the order that is refunded, and knows orders and refunds without CV', () => {
    const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000 })]]);
    const entries = [
      purchase(5, 1, 300),
      purchase(5, 2, 700, 40),
      refund(5, 2, 500, 20),
      purchase(3, 3, 0, 50),
      refund(3, 3, 0, 20),
      refund(5, 2, 0, 20),
      refund(5, 1, 300),
    ];
    const last = expectFollowed(chainOf(sponsors, [{ entries }], plans), plans);
    // 200 of order 2 stand: 10, 5 and 3 %.
    expect([4, 3, 2].map((member) => last.earnings.of(member)?.credited)).toEqual([20n, 10n, 6n]);
  });

  it('goes up the placement tree as well, from the seller', () => {
    const bonus = { tree: 'placement', customerSaleLevelOne: 'seller', compression: 'none' };
    const plans = new Map([[1, planOf({ active: '100', capPpm: 1_000_000, bonus })]]);
    const places = [[0, 0] as const, [1, 0] as const, [1, 1] as const, [2, 0] as const, [4, 0] as const, [5, 0] as const];
    const entries = [sale(6, 1, 1_000), sale(6, 2, 0, 100), purchase(5, 3, 0, 100), purchase(2, 4, 0, 100)];
    const last = expectFollowed(chainOf(sponsors, [{ entries }], plans, places), plans);
    // 6, 5 and 4 hold the levels; 4 is not active.
    expect([6, 5, 4, 2].map((member) => last.earnings.of(member)?.credited)).toEqual([100n, 50n, undefined, undefined]);
  });

  describe('of which each order gives one unit to member 2', () => {
    const order: Order = {
      entry: 0,
      period: 1,
      orderRef: 1,
      sale: 'own',
      memberId: 3,
      pv: 0n,
      cv: 10n,
      refundedPv: 0n,
      refundedCv: 0n,
    };
    const share: Share = { memberId: 2, bonusId: 'team', kind: 'level', level: 1, ratePpm: 100_000, rounding: 'down' };

    /** Follows a change of member 3, of whom something is another or not. @returns who was asked what, and whose sum is another */
    function changed(isAnother: boolean, below: number): { learnt: number[]; held: number[]; sums: Sums } {
      const [learnt, held]: number[][] = [[], []];
      const book = new OrderBook();
      book.place(order);
      const sums = new Sums('team', 4);
      const levels = {
        memberCount: 4,
        below: (member: number) => Uint32Array.from({ length: member === 3 ? below : 0 }, (_, at) => at + 4),
        isAnother: () => isAnother,
        learn: (member: number) => void learnt?.push(member),
        hold: (member: number) => void held?.push(member),
        sharesOf: () => [share],
      };
      const { withdraw, follow } = followLevels(levels, book, sums);
      sums.settled();
      const change = { sources: [], cvBy: new Map(), members: [3], path: [] };
      withdraw?.(change);
      follow(change);
      return { learnt: learnt ?? [], held: held ?? [], sums };
    }

    it('asks nobody anew and changes nobody when nothing is another', () => {
      const { learnt, held, sums } = changed(false, 1);
      expect([learnt, held, sums.changed, sums.total]).toEqual([[], [], [], 1n]);
    });

    it('asks whoever stands below', () => {
      const { learnt, held, sums } = changed(true, 1);
      expect([learnt, held, sums.changed, sums.total]).toEqual([[3], [3, 4], [2], 1n]);
    });

    it('asks everybody but the company when too many stand below', () => {
      const { learnt, held, sums } = changed(true, 20_000);
      expect([learnt, held, sums.changed, sums.total]).toEqual([[3], [2, 3, 4], [2], 1n]);
    });
  });
});
