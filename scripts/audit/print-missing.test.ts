import { describe, expect, it } from 'vitest';
import type { Need } from '#engine/index.ts';
import type { MemberExplanation } from './explain-member.ts';
import { missingLines } from './print-missing.ts';

const silver = { en: 'Silver', ru: 'Серебро' };

function printed(needs: readonly Need[], locale: 'en' | 'ru' = 'en', nextRank?: MemberExplanation['nextRank']): string[] {
  const bonus = { bonusId: 'team', kind: 'level', needs };
  const answer = {
    currency: { code: 'dUSD', minorDigits: 6 },
    bonusNames: { team: { en: 'Team bonus', ru: 'Командный бонус' } },
    rankNames: { silver },
    missing: needs.length === 0 ? [] : [bonus],
    nextRank,
  };
  return missingLines(answer as unknown as MemberExplanation, locale);
}
const none = { required: 1n, actual: 0n };

describe('what was missing, printed', () => {
  it('is nothing when nothing was', () => {
    expect(printed([])).toEqual([]);
    expect(printed([], 'en', { rank: 'silver', needs: [] })).toEqual([]);
  });

  it('stands by bonus, what a rank and what alternatives lack deeper', () => {
    const ppv: Need = { what: 'ppv', required: 10_000n, actual: 9_050n };
    const two: Need[] = [
      { what: 'customers', required: 1_003n, actual: 1n },
      { what: 'customerPv', required: 7_000n, actual: 0n },
    ];
    const rank = (level: number): Need => ({ what: 'rank', ...none, of: 'silver', level, lacks: [ppv] });
    const oneOf: Need = { what: 'oneOf', ...none, of: 'active', alternatives: [[ppv], two] };
    const weaker: Need = { what: 'weakerLeg', required: 200_000_000n, actual: 50_000_000n };
    expect(printed([weaker, rank(3), rank(4), oneOf], 'en', { rank: 'silver', needs: [ppv] })).toEqual([
      'What was missing',
      '  Team bonus',
      '    Volume of the weaker leg: 50.00\u00a0dUSD of 200.00\u00a0dUSD, 150.00\u00a0dUSD missing',
      '    levels 3, 4: Rank Silver is missing:',
      '      Personal points: 90.5 of 100, 9.5 missing',
      '    One of these would be enough:',
      '      Personal points: 90.5 of 100, 9.5 missing',
      '      or: Customers: 1 of 1,003, 1,002 missing',
      '      and: Points sold to customers: 0 of 70, 70 missing',
      '  For the next rank, Silver',
      '    Personal points: 90.5 of 100, 9.5 missing',
    ]);
  });

  it('folds levels only when they ask the same, and names none that needs it on all', () => {
    const level = (needed: bigint, number: number): Need => ({ what: 'ppv', required: needed, actual: 0n, level: number });
    const rank: Need = { what: 'rank', ...none, of: 'silver' };
    expect(printed([rank, level(100n, 1), level(200n, 2), { ...rank, level: 2 }]).slice(2)).toEqual([
      '    Rank Silver is missing',
      '    level 1: Personal points: 0 of 1, 1 missing',
      '    level 2: Personal points: 0 of 2, 2 missing',
    ]);
  });

  it.each(['en', 'ru'] as const)('has words in %s for every test', (locale) => {
    const every: Need['what'][] = [
      ...(['ppv', 'customers', 'customerPv', 'oneOf', 'volume', 'legs', 'matrix', 'tenure', 'consecutive', 'held'] as const),
      ...(['rank', 'bracket', 'activeLegs', 'sponsoredLeft', 'sponsoredRight', 'weakerLeg', 'strongerLeg'] as const),
      ...(['orders', 'membership'] as const),
    ];
    const lines = printed(
      every.flatMap((what) => [
        { what, ...none },
        { what, ...none, of: 'silver' },
      ]),
      locale,
    );
    // An unknown text shows as its id with the parameters in braces.
    expect(lines.filter((line) => /[{}]/.test(line))).toEqual([]);
    // A rank is asked for by rank, legs and held; of the others it is a condition.
    expect(lines.filter((line) => line.includes(silver[locale]))).toHaveLength(3);
  });
});
