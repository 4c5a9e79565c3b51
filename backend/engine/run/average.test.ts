import { describe, expect, it } from 'vitest';
import { periodLines, replayOutcomes } from '../index.ts';
import { binaryBonus, bonusName, matchingBonus, poolBonus, volumeBonus } from '../testing/bonuses.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';

const team = { ...planOf().bonuses[0], levels: [{ ratePpm: 100_000 }] };
const group = { ...volumeBonus, id: 'group', of: 'group' };
const legs = { ...binaryBonus, after: 'flush', ownVolume: 'weakerLeg' };
const fund = { ...poolBonus, sharesByRank: { all: 1 } };
const match = { ...matchingBonus, of: ['team', 'own'] };

describe('refunds at the average rate', () => {
  // 2 → 3 → 4 and 5, placed likewise. At the end of the period 400, 800 and 600 stand of 3, 4 and 5; later 500 of 4's.
  const months = [
    { entries: [purchase(3, 1, 400), purchase(4, 2, 1_000), purchase(5, 3, 600), refund(4, 2, 200)] },
    { entries: [refund(4, 2, 300)] },
  ];
  const places: [number, number][] = [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
    [3, 1],
  ];

  it.each<[string, object[], unknown[][], unknown[][]]>([
    [
      "a volume bonus by the member's own volume",
      [volumeBonus],
      [
        [3, 400n, 40n],
        [4, 800n, 80n],
        [5, 600n, 60n],
      ],
      [[4, -300n, -30n]],
    ],
    [
      'a volume bonus by the volume of the group',
      [group],
      [
        [2, 1_800n, 180n],
        [3, 1_800n, 180n],
        [4, 800n, 80n],
        [5, 600n, 60n],
      ],
      // 1500 of 1800, and 500 of 800.
      [
        [2, -300n, -30n],
        [3, -300n, -30n],
        [4, -300n, -30n],
      ],
    ],
    // 600 and 400 of their own against 800: of all 1800, 1500 are left, and 66 of 80.
    ['a binary by both legs and own volume', [legs], [[3, 800n, 80n]], [[3, -300n, -14n]]],
    [
      'a pool by the volume of all',
      [fund],
      [2, 3, 4, 5].map((memberId) => [memberId, 1_800n, 45n]),
      // 37 of 45 are left.
      [2, 3, 4, 5].map((memberId) => [memberId, -300n, -8n]),
    ],
    [
      'matching by what stands of the bonuses matched, on orders and on the period',
      [team, volumeBonus, match],
      // 3 had 140 of the orders below and 40 of their own; 4 and 5 have only their own.
      [
        [2, 180n, 18n],
        [3, 80n, 8n],
        [3, 60n, 6n],
      ],
      [
        [2, -30n, -3n],
        [3, -30n, -3n],
      ],
    ],
  ])('take back %s', (_what, bonuses, paid, back) => {
    const ranks = { advance: 'direct', steps: [{ id: 'all', name: bonusName, requires: {} }] };
    const plan = planOf({
      active: '0',
      capPpm: 1_000_000,
      plan: { bonuses, ranks, refunds: { policy: 'averageRate', debt: 'carry' } },
    });
    const plans = new Map([[1, plan]]);
    const last = plan.bonuses.at(-1)?.id;
    const lines = Array.from(replayOutcomes(chainOf([0, 1, 2, 3, 3], months, plans, places), plans), ({ input }) =>
      [...periodLines(input)]
        // A pool of nothing has lines of nothing.
        .filter(({ bonusId, base, reversalOf }) => bonusId === last && (base !== 0n || reversalOf !== undefined))
        .map(({ memberId, base, amount }) => [memberId, base, amount]),
    );
    expect(lines).toEqual([paid, back]);
  });
});
