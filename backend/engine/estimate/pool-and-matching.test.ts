import { describe, expect, it } from 'vitest';
import { matchingKind, type MatchingBonus } from '../bonuses/matching.ts';
import { type Plan } from '../index.ts';
import { legsOf } from '../ranks/structure.ts';
import { openPeriod } from '../run/period.ts';
import { bonusName, matchingBonus, poolBonus, volumeBonus } from '../testing/bonuses.ts';
import { expectFollowed } from '../testing/followed.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';
import { followMatching } from './pool-and-matching.ts';
import { Sums } from './sums.ts';

/** Members with 100 points are active and silver, with 500 they are gold. */
function plansOf(bonuses: readonly object[]): ReadonlyMap<number, Plan> {
  const steps = [
    { id: 'silver', name: bonusName, requires: { ppvAtLeast: '100' } },
    { id: 'gold', name: bonusName, requires: { ppvAtLeast: '500' } },
  ];
  const plan = { bonuses, ranks: { advance: 'direct', steps } };
  return new Map([[1, planOf({ active: '100', capPpm: 1_000_000, plan })]]);
}

const chain = [0, 1, 2, 3, 4];
const pool = { ...poolBonus, sharesByRank: { silver: 1, gold: 3 } };
const rising = [
  purchase(5, 1, 1_000),
  purchase(2, 2, 1_000, 100),
  purchase(5, 3, 1_001, 500),
  refund(5, 3, 0, 1),
  refund(2, 2, 0, 1),
  refund(5, 1, 1_000),
];

describe('a followed pool', () => {
  it.each([
    ['that is released', {}],
    ['that is carried', { nobodyQualified: 'carry' }],
    ['of which nobody has more than 150', { mostPerMember: '150' }],
  ])('%s is divided anew after every order', (_that, change) => {
    const plans = plansOf([{ ...pool, ...change }]);
    const months = [{ entries: [purchase(2, 7, 1_000)] }, { entries: rising }];
    const last = expectFollowed(chainOf(chain, months, plans), plans);
    // 10 % of 2001 for 5 alone, and 100 that were carried.
    const all = { carry: 300n, release: 200n }[{ ...pool, ...change }.nobodyQualified] ?? 0n;
    expect(last.earnings.of(5)?.credited).toBe('mostPerMember' in change ? 150n : all);
  });

  it('that is released leaves nothing beside titles', () => {
    const prize = {
      id: 'prize',
      kind: 'rankReward',
      name: bonusName,
      payTo: 'active',
      when: 'firstTime',
      skipped: 'lost',
      rewards: [{ rank: 'gold', amount: '7' }],
    };
    const plans = plansOf([pool, prize]);
    const last = expectFollowed(chainOf(chain, [{ entries: rising }], plans), plans);
    expect([...(last.carryOut.columns?.values.keys() ?? [])]).toEqual(['title']);
  });
});

describe('a followed matching bonus', () => {
  const match = {
    ...matchingBonus,
    of: ['own'],
    levels: [
      { ratePpm: 100_000, rankAtLeast: 'silver' },
      { ratePpm: 50_000, rankAtLeast: 'gold' },
    ],
  };
  const entries = [
    purchase(5, 1, 1_000, 100),
    purchase(4, 2, 0, 100),
    purchase(3, 3, 0, 500),
    refund(3, 3, 0, 400),
    purchase(3, 4, 0, 400),
    purchase(2, 5, 0, 700),
    refund(4, 2, 0, 100),
    purchase(4, 6, 2_000, 500),
    refund(5, 1, 500),
    refund(3, 3, 0, 100),
  ];

  it.each(['none', 'standard'])('follows who earns, who becomes active and who rises, with compression %s', (compression) => {
    const plans = plansOf([volumeBonus, { ...match, compression }]);
    const last = expectFollowed(chainOf(chain, [{ entries }], plans), plans);
    // 5 has 50 and 4 has 200 of their own. 4: 10 % of 50; 3, who is no longer gold: 10 % of 200; 2: 5 % of 200.
    expect([5, 4, 3, 2].map((member) => last.earnings.of(member)?.credited)).toEqual([50n, 205n, 20n, 10n]);
  });

  it.each([
    // 3 has the second level of 5, and 2 a third one that there is not.
    ['takes a level up', 'none', [5n, undefined]],
    ['is passed over', 'standard', [10n, 5n]],
  ])('pays nothing to who is not active, but above everybody who %s', (_who, compression, amounts) => {
    const plans = plansOf([volumeBonus, { ...match, compression }]);
    const gaps = [purchase(5, 1, 1_000, 100), purchase(3, 2, 0, 500), purchase(2, 3, 0, 500)];
    const last = expectFollowed(chainOf(chain, [{ entries: gaps }], plans), plans);
    expect([4, 3, 2].map((member) => last.earnings.of(member)?.credited)).toEqual([undefined, ...amounts]);
  });

  it('is on levels, pools and what they come to together, with a line of nothing for an order without CV', () => {
    const plans = plansOf([...planOf().bonuses, pool, { ...match, of: ['team', 'fund'], compression: 'standard' }]);
    const month = [...entries, purchase(5, 7, 0, 1), refund(5, 7, 0, 1), purchase(2, 8, 5_000)];
    const last = expectFollowed(chainOf(chain, [{ entries: month }], plans), plans);
    expect(last.linesByBonus['match']).toBeGreaterThan(0);
    expect(last.totalsByBonus['match']).toBeGreaterThan(0n);
  });

  describe('of which 2, 3 and 4 stand in a chain, and 4 has earned', () => {
    /** Ready to be followed. @returns the sums, and what changes the points of 3, who is named */
    function ready(): { sums: Sums; follow: (flag: number) => readonly number[] } {
      const bonus = matchingKind.schema.parse({ ...matchingBonus, compression: 'standard' }) satisfies MatchingBonus;
      const [plan] = plansOf([...planOf().bonuses, bonus]).values();
      if (plan === undefined) throw new Error('no plan');
      const memberCount = 4;
      const sponsorOf = Uint32Array.of(0, 0, 1, 2, 3);
      const memory = { period: 1, plan, memberCount, ppv: new BigUint64Array(5).fill(100n), scale: { limit: 0n, gross: 0n } };
      const { context, flags } = openPeriod(memory, { sponsorOf }, () => []);
      const team = new Sums('team', memberCount);
      team.add(4, 100n, 1);
      const sums = new Sums('match', memberCount);
      const legs = legsOf(memberCount, sponsorOf);
      const { follow } = followMatching(bonus, { context, cvOf: new BigInt64Array(5), legs }, [team], sums);
      team.settled();
      sums.settled();
      return {
        sums,
        follow: (flag) => {
          flags.get('active')?.fill(flag, 3, 4);
          follow({ sources: [3], cvBy: new Map([[3, 0n]]), members: [3, 1], path: [3, 2, 1] });
          return sums.changed;
        },
      };
    }

    it('changes nobody by an order that changes nothing', () => {
      const { sums, follow } = ready();
      expect([follow(1), sums.of(3), sums.of(2)]).toEqual([[], 10n, 0n]);
    });

    it('changes only who is passed over, and who is not', () => {
      const { sums, follow } = ready();
      expect([follow(0), sums.of(3), sums.of(2)]).toEqual([[3, 2], 0n, 10n]);
    });
  });
});
