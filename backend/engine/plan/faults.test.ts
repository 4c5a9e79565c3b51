import { describe, expect, it } from 'vitest';
import { checkPlan, planFault, type PlanFault } from '../index.ts';
import { retailBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';
import { faultsOf } from './faults.ts';

const faultsWith = (change: object): readonly PlanFault[] => checkPlan({ ...planOf(), ...change }).faults;
const shop = (change: object): object => ({ bonuses: [{ ...retailBonus, ...change }] });
const kinds = 'level, retail, direct, fastStart, passUp, generation, pool, differential, volume, binary, rankReward, matching';

/** Path, reason and cure in English, reason and cure in Russian. */
type Told = readonly [path: string, ...words: string[]];

describe('the words of a fault', () => {
  it.each<[string, object, Told]>([
    [
      'a field that the format does not know',
      shop({ surprise: 1 }),
      [
        'bonuses.0.surprise',
        'is not a known field',
        'Remove it, or correct its spelling.',
        'нет такого поля',
        'Уберите его или исправьте написание.',
      ],
    ],
    [
      'a field that is missing',
      { name: { en: 'x' } },
      [
        'name.ru',
        'is missing',
        'Add the field; docs/plans.md lists all of them.',
        'отсутствует',
        'Добавьте поле; все поля перечислены в docs/plans.md.',
      ],
    ],
    [
      'a decision that is open',
      { cap: { ratePpm: 1 } },
      [
        'cap.onExcess',
        'is undecided: what happens over the cap?',
        'Plans differ here; docs/plans.md lists the choices.',
        'не решено: что происходит сверх предела?',
        'Планы здесь различаются; варианты — в docs/plans.md.',
      ],
    ],
    [
      'a choice that there is not',
      shop({ rounding: 'up' }),
      [
        'bonuses.0.rounding',
        'has a value that is not allowed',
        'Use "down", "halfUp", "halfEven".',
        'имеет недопустимое значение',
        'Укажите "down", "halfUp", "halfEven".',
      ],
    ],
    [
      'a kind that there is not',
      shop({ kind: 'joining' }),
      [
        'bonuses.0.kind',
        'is not a bonus kind of this format',
        `Use ${kinds}; nothing pays for joining.`,
        'нет такого вида бонуса в этом формате',
        `Укажите один из видов ${kinds}; за вступление не платит ничто.`,
      ],
    ],
    [
      'another type',
      { bonuses: {} },
      ['bonuses', 'must be of type array', 'Correct the value.', 'должно быть типа array', 'Исправьте значение.'],
    ],
    [
      'a number that is too great',
      { currency: { code: 'dUSD', minorDigits: 19 } },
      [
        'currency.minorDigits',
        'must be at most 18',
        'Correct the number or the length of the list.',
        'должно быть не больше 18',
        'Исправьте число или длину списка.',
      ],
    ],
    [
      'a list that is too short',
      { caps: [] },
      [
        'caps',
        'must be at least 1',
        'Correct the number or the length of the list.',
        'должно быть не меньше 1',
        'Исправьте число или длину списка.',
      ],
    ],
  ])('about %s are these, in both languages', (_name, change, [path, reasonEn = '', cureEn = '', reasonRu = '', cureRu = '']) => {
    expect(faultsWith(change)).toEqual([{ path, reason: { en: reasonEn, ru: reasonRu }, cure: { en: cureEn, ru: cureRu } }]);
  });

  it('ask for a plain name where the key of a table is none', () => {
    const ranks = { advance: 'direct', steps: [{ id: 'gold', name: { en: 'Gold', ru: 'Золото' }, requires: {} }] };
    expect(faultsWith({ ...shop({ ratesByRank: { gold: 1, 'a b': 1 } }), ranks })).toEqual([
      planFault('bonuses.0.ratesByRank.a b', 'slug'),
    ]);
  });

  it('are those of the library of schemas about what has no words here yet', () => {
    const issue = { code: 'not_multiple_of', divisor: 5, input: 7, path: ['cap', 'steps'], message: 'not a multiple of 5' };
    expect(faultsOf(issue as Parameters<typeof faultsOf>[0])).toEqual([
      {
        path: 'cap.steps',
        reason: { en: 'not a multiple of 5', ru: 'not a multiple of 5' },
        cure: { en: 'Compare with docs/plans.md.', ru: 'Сверьтесь с docs/plans.md.' },
      },
    ]);
  });
});

describe('a name for people', () => {
  const named = (en: string): readonly PlanFault[] => faultsWith({ name: { en, ru: 'x' } });

  it('has 1 to 120 characters', () => {
    expect(named('x')).toEqual([]);
    expect(named('x'.repeat(120))).toEqual([]);
    for (const wrong of ['', 'x'.repeat(121)]) expect(named(wrong)).toEqual([planFault('name.en', 'words')]);
  });

  it('has no spaces at its ends', () => {
    for (const wrong of [' x', 'x ', ' ', '\tx']) expect(named(wrong)).toEqual([planFault('name.en', 'words')]);
    expect(named('two words')).toEqual([]);
  });
});
