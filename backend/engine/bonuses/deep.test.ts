import { describe, expect, it } from 'vitest';
import { openExplainer, parsePlan, replayOutcomes, type Plan } from '../index.ts';
import { blocksOf } from '../testing/document.ts';
import { chainOf, planOf, purchase, refund, sale } from '../testing/world.ts';

type Json = Record<string, unknown>;

const MEMBERS = 50_000;
const name = { en: 'x', ru: 'икс' };

/** Every kind of the document at once, each with the switches that walk furthest. */
function everyKind(): Plan {
  const kinds = new Map<string, Json>();
  for (const { bonuses = [] } of blocksOf('plans.md', 'example') as { bonuses?: Json[] }[]) {
    for (const bonus of bonuses) kinds.set(String(bonus['kind']), { name, ...bonus, id: String(bonus['kind']) });
  }
  const far: Readonly<Record<string, Json>> = {
    direct: { unqualified: 'compress' },
    passUp: { unqualified: 'compress', receiver: 'passedUp', counts: 'orders' },
    generation: { leaderRank: 'a', emptyGroup: 'passedOver', ineligibleLeader: 'passedOver' },
    rankReward: { rewards: [{ rank: 'a', amount: '1' }] },
    pool: { sharesByRank: { a: 1 } },
    volume: { of: 'group', multiplierByRank: { a: 1_500_000 } },
    fastStart: { replaces: [] },
  };
  const bonuses = [...kinds].map(([kind, bonus]) => ({ ...bonus, ...far[kind] }));
  const ranks = { advance: 'direct', grace: { periods: 1 }, steps: [{ id: 'a', name, requires: { ppvAtLeast: '100' } }] };
  const requires = bonuses.map((bonus) =>
    'generations' in bonus ? { ...bonus, generations: [{ ratePpm: 10_000 }, { ratePpm: 5_000 }] } : bonus,
  );
  return parsePlan({ ...planOf({ active: '10000' }), ranks, bonuses: requires });
}

describe('every kind of bonus', { timeout: 120_000 }, () => {
  const plan = everyKind();
  const plans = new Map([[1, plan]]);
  const entries = Array.from({ length: 2_000 }, (_, index) =>
    (index % 2 === 0 ? purchase : sale)(MEMBERS - index, index + 1, 1_000_000, index % 50 === 0 ? 20_000 : 0),
  );
  const months = [{ entries }, { entries: [refund(MEMBERS, 1, 500_000, 0), purchase(2, 5_000, 10_000_000, 20_000)] }];

  it.each<[string, number, (index: number) => number, (index: number) => [number, number]]>([
    ['a chain', 7, (index) => index, (index) => [index, index % 2]],
    ['a star', 4, (index) => Math.min(index, 1), (index) => [(index + 1) >> 1, (index + 1) & 1]],
  ])('P05 comes to an end in %s of 50,000, and is explained', (_name, least, sponsorOf, placeOf) => {
    const sponsors = Array.from({ length: MEMBERS }, (_, index) => sponsorOf(index));
    const places = sponsors.map((_, index): [number, number] => (index === 0 ? [0, 0] : placeOf(index)));
    const paid = new Set<string>();
    for (const { input, result } of replayOutcomes(chainOf(sponsors, months, plans, places), plans)) {
      for (const [id, total] of Object.entries(result.totalsByBonus)) if (total !== 0n) paid.add(id);
      const explainer = openExplainer(input);
      for (const memberId of [2, 25_000, MEMBERS]) {
        const net = result.earnings.of(memberId)?.net ?? 0n;
        expect(explainer.explain(memberId).net).toBe(net);
        expect(explainer.missing(memberId).length).toBeLessThanOrEqual(plan.bonuses.length);
      }
    }
    expect(paid.size).toBeGreaterThanOrEqual(least);
  });
});
