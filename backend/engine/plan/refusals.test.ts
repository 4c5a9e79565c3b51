import { describe, expect, it } from 'vitest';
import { checkPlan, planFault } from '../index.ts';
import { bonusName, matchingBonus, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';

type Code = Parameters<typeof planFault>[1];
type Refusal = readonly [path: string, code: Code];

const refusalsOf = (change: object): unknown => checkPlan({ ...planOf(), ...change }).faults;
const faultsAt = (refusals: readonly Refusal[]): unknown => refusals.map(([path, code]) => planFault(path, code));

describe('a plan is refused for what no single field shows', () => {
  it.each<[string, object, Refusal[]]>([
    ['a bonus twice', { bonuses: [retailBonus, volumeBonus, retailBonus] }, [['bonuses.2.id', 'repeatedBonus']]],
    [
      'pay to a condition that there is not',
      { bonuses: [{ ...retailBonus, payTo: 'keen' }] },
      [['bonuses.0.payTo', 'unknownCondition']],
    ],
    [
      'a condition without a plain name',
      { activity: { active: { ppvAtLeast: '0' }, 'a b': { ppvAtLeast: '0' } } },
      [['activity.a b', 'slug']],
    ],
  ])('%s', (_name, change, refusals) => {
    expect(refusalsOf(change)).toEqual(faultsAt(refusals));
  });
});

describe('ranks are refused with', () => {
  const step = (id: string, requires: object = {}, more: object = {}): object => ({ id, name: bonusName, requires, ...more });
  const steps = (...all: object[]): object => ({ ranks: { advance: 'direct', steps: all } });
  const gold = (requires: object): object => steps(step('silver'), step('gold', requires));

  it.each<[string, object, Refusal[]]>([
    ['a rank twice', steps(step('gold'), step('gold')), [['ranks.steps.1.id', 'repeatedRank']]],
    ['the name that means no rank', steps(step('none')), [['ranks.steps.0.id', 'repeatedRank']]],
    ['no such condition', gold({ meets: 'keen' }), [['ranks.steps.1.requires.meets', 'unknownCondition']]],
    [
      'no such condition for places below',
      gold({ matrix: { width: 2, height: 1, meets: 'keen' } }),
      [['ranks.steps.1.requires.matrix.meets', 'unknownCondition']],
    ],
    [
      'no such condition period after period',
      gold({ consecutive: { meets: 'keen', periods: 2 } }),
      [['ranks.steps.1.requires.consecutive.meets', 'unknownCondition']],
    ],
    [
      'no such rank held before',
      gold({ held: { rank: 'iron', periods: 1 } }),
      [['ranks.steps.1.requires.held.rank', 'unknownRank']],
    ],
    [
      'itself held before, which could never begin',
      gold({ held: { rank: 'gold', periods: 1 } }),
      [['ranks.steps.1.requires.held.rank', 'circularRank']],
    ],
    [
      'a higher one held before',
      steps(step('silver', { held: { rank: 'gold', periods: 1 } }), step('gold')),
      [['ranks.steps.0.requires.held.rank', 'circularRank']],
    ],
    ['legs of which nothing is asked', gold({ legs: [{ count: 2 }] }), [['ranks.steps.1.requires.legs.0', 'emptyLegTest']]],
    [
      'no such rank in legs',
      gold({
        legs: [
          { count: 1, ovAtLeast: '5' },
          { count: 1, rank: 'iron', rankIn: 'leg' },
        ],
      }),
      [['ranks.steps.1.requires.legs.1.rank', 'unknownRank']],
    ],
    [
      'groups that would come back',
      steps(step('silver', {}, { breaksAway: true }), step('gold')),
      [['ranks.steps.1.breaksAway', 'breakawayEnds']],
    ],
  ])('%s', (_name, change, refusals) => {
    expect(refusalsOf(change)).toEqual(faultsAt(refusals));
  });

  it('a rank in legs, but not by whom', () => {
    expect(refusalsOf(gold({ legs: [{ count: 2, rank: 'silver' }] }))).toMatchObject([
      {
        path: 'ranks.steps.1.requires.legs.0.rankIn',
        reason: { en: 'is undecided: must the head of the leg have the rank, or anybody in it?' },
      },
    ]);
  });

  it('nothing, where all names lead somewhere', () => {
    const legs = [
      { count: 2, rank: 'silver', rankIn: 'head' },
      { count: 1, rank: 'gold', rankIn: 'leg' },
    ];
    expect(refusalsOf(gold({ meets: 'active', legs, held: { rank: 'silver', periods: 1 } }))).toEqual([]);
  });
});

describe('caps on bonuses are refused with', () => {
  const income = { id: 'income', name: bonusName, of: ['shop'], per: 'member', most: { amount: '150' } };
  const share = { id: 'share', name: bonusName, of: ['shop'], per: 'period', ratePpm: 50_000 };
  const matching = { ...matchingBonus, of: ['shop'], matched: 'afterCaps' };
  const onMatching = { ...income, id: 'match', of: ['match'] };
  const { most: _most, ...openIncome } = income;
  const { ratePpm: _rate, ...openShare } = share;
  const capped = (...caps: object[]): object => ({ bonuses: [retailBonus, matching], caps });

  it.each<[string, object, Refusal[]]>([
    ['a cap twice', capped(income, income), [['caps.1.id', 'repeatedCap']]],
    ['no such bonus', capped({ ...income, of: ['legs', 'shop'] }), [['caps.0.of.0', 'unknownBonus']]],
    ['a bonus twice', capped({ ...income, of: ['shop', 'shop'] }), [['caps.0.of.1', 'repeatedBonus']]],
    ['no amount for a member', capped(openIncome), [['caps.0.most', 'missing']]],
    ['no share of a period', capped(openShare), [['caps.0.ratePpm', 'missing']]],
    ['a share for a member', capped({ ...income, ratePpm: 1 }), [['caps.0.ratePpm', 'strayField']]],
    ['an amount for a period', capped({ ...share, most: { amount: '1' } }), [['caps.0.most', 'strayField']]],
    [
      'no such rank',
      capped({ ...income, most: { amount: '1', byRank: { iron: '2' } } }),
      [['caps.0.most.byRank.iron', 'unknownRank']],
    ],
    ['one behind those on matching', capped(income, onMatching, share), [['caps.2.of', 'capAfterMatching']]],
    [
      'no caps to which a decision about them belongs',
      { bonuses: [retailBonus, matching] },
      [['bonuses.1.matched', 'strayField']],
    ],
    [
      'none on what is matched, though that is decided',
      { bonuses: [volumeBonus, retailBonus, { ...matching, of: ['own'] }], caps: [income] },
      [['bonuses.2.matched', 'strayField']],
    ],
  ])('%s', (_name, change, refusals) => {
    expect(refusalsOf(change)).toEqual(faultsAt(refusals));
  });

  it('nothing, where those on matching stand last', () => {
    expect(refusalsOf(capped(income, share, onMatching))).toEqual([]);
  });

  it('an open decision, when one of the bonuses matched is capped', () => {
    const both = { ...matchingBonus, of: ['own', 'shop'] };
    expect(refusalsOf({ bonuses: [volumeBonus, retailBonus, both], caps: [income] })).toMatchObject([
      { path: 'bonuses.2.matched', reason: { en: 'is undecided: are capped bonuses matched before or after their caps?' } },
    ]);
  });
});
