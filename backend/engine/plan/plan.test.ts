import { describe, expect, it } from 'vitest';
import { describeError, UplineError } from '#kernel/errors/index.ts';
import { canonicalPlan, checkPlan, parsePlan, parsePlanText, planHash } from '../index.ts';
import { planOf } from '../testing/world.ts';

type Json = Record<string, unknown>;

function changed(change: (plan: Json & { bonuses: Json[]; activity: Json; cap: Json }) => void): unknown {
  const plan = JSON.parse(canonicalPlan(planOf()));
  change(plan);
  return plan;
}

function paths(data: unknown): string[] {
  return checkPlan(data).faults.map(({ path }) => path);
}

describe('a plan', () => {
  it('has one identity whatever the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(planOf()).toReversed());
    expect(planHash(parsePlan(reversed))).toBe(planHash(planOf()));
    expect(planHash(planOf({ capPpm: 400_001 }))).not.toBe(planHash(planOf()));
    expect(parsePlanText(canonicalPlan(planOf()))).toEqual(planOf());
  });

  it('names all faults at once, each with path, reason and cure in both languages', () => {
    const data = changed((plan) => {
      plan['name'] = { en: '', ru: 'x' };
      plan['surprise'] = 1;
      delete (plan as Json)['refunds'];
      plan.cap['ratePpm'] = 1_000_001;
      plan.activity['active'] = { ppvAtLeast: 100 };
      Object.assign(plan.bonuses[0] ?? {}, {
        compression: 'some',
        rounding: 'up',
        levels: [{ ratePpm: 0.5 }, { ratePpm: '5' }, { ratePpm: 1, ppvAtLeast: '-1' }],
      });
    });
    const { faults } = checkPlan(data);
    expect(faults.map(({ path }) => path).sort()).toEqual(
      [
        'activity.active.ppvAtLeast',
        'bonuses.0.compression',
        'bonuses.0.levels.0.ratePpm',
        'bonuses.0.levels.1.ratePpm',
        'bonuses.0.levels.2.ppvAtLeast',
        'bonuses.0.rounding',
        'cap.ratePpm',
        'name.en',
        'refunds',
        'surprise',
      ].sort(),
    );
    for (const { reason, cure } of faults) {
      expect(reason.ru + cure.ru).toMatch(/[а-я]/);
      expect(reason.en + cure.en).not.toMatch(/[а-я]/);
    }
  });

  it('throws one error that carries them all, in the language of the reader', () => {
    const data = changed((plan) => Object.assign(plan.cap, { ratePpm: 0, onExcess: 'pay' }));
    try {
      parsePlan(data);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof UplineError)) throw error;
      expect(error.code).toBe('PLAN.INVALID');
      expect(describeError(error.code, error.parameters, 'en').message).toBe(
        'The plan has 2 fault(s): cap.ratePpm is not a rate within bounds; cap.onExcess has a value that is not allowed.',
      );
      expect(describeError(error.code, error.parameters, 'ru').message).toMatch(/^В плане ошибок: 2\. cap\.ratePpm не ставка/);
    }
  });

  it.each([
    [
      'pays for joining (no such kind)',
      (plan: { bonuses: Json[] }) => Object.assign(plan.bonuses[0] ?? {}, { kind: 'joining' }),
      'bonuses.0.kind',
    ],
    [
      'names no condition',
      (plan: { bonuses: Json[] }) => Object.assign(plan.bonuses[0] ?? {}, { payTo: 'qualified' }),
      'bonuses.0.payTo',
    ],
    [
      'pays to a field of every object',
      (plan: { bonuses: Json[] }) => Object.assign(plan.bonuses[0] ?? {}, { payTo: 'toString' }),
      'bonuses.0.payTo',
    ],
    ['has a bonus twice', (plan: { bonuses: Json[] }) => plan.bonuses.push({ ...plan.bonuses[0] }), 'bonuses.1.id'],
    ['has no level', (plan: { bonuses: Json[] }) => Object.assign(plan.bonuses[0] ?? {}, { levels: [] }), 'bonuses.0.levels'],
    [
      'has a lone surrogate in a name',
      (plan: { bonuses: Json[] }) => Object.assign(plan.bonuses[0] ?? {}, { name: { en: '\ud800', ru: 'x' } }),
      'bonuses.0.name.en',
    ],
    [
      'has a condition with a strange name',
      (plan: { activity: Json }) => Object.assign(plan.activity, { 'a b': { ppvAtLeast: '1' } }),
      'activity.a b',
    ],
    ['has no active condition', (plan: { activity: Json }) => delete plan.activity['active'], 'activity.active'],
    [
      'has a number with an exponent',
      (plan: { activity: Json }) => Object.assign(plan.activity, { active: { ppvAtLeast: '1e4' } }),
      'activity.active.ppvAtLeast',
    ],
  ])('is refused when it %s', (_name, change, path) => {
    expect(paths(changed(change))).toContain(path);
  });

  it('is refused as text when it is not canonical, repeats a field, or is no JSON', () => {
    const text = canonicalPlan(planOf());
    for (const wrong of [
      ` ${text}`,
      text.replace('"cap"', '"cap":{"onExcess":"scaleDown","ratePpm":1},"cap"'),
      text.slice(0, -1),
      '',
      'null',
    ]) {
      expect(() => parsePlanText(wrong)).toThrow(/PLAN\.INVALID/);
    }
  });

  it.each([
    ['of JSON that ends too early', (text: string) => text.slice(0, -1), 'plan is not JSON', 'plan не JSON'],
    [
      'with spaces',
      (text: string) => ` ${text}`,
      'plan is not written canonically (RFC 8785)',
      'plan записан не канонически (RFC 8785)',
    ],
  ])('names the text as a whole where it is one %s', (_name, change, faultsEn, faultsRu) => {
    const refused = expect.objectContaining({ code: 'PLAN.INVALID', parameters: { count: 1, faultsEn, faultsRu } });
    expect(() => parsePlanText(change(canonicalPlan(planOf())))).toThrow(refused);
  });

  it('names the first hundred faults', () => {
    const strange = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_each, index) => [`x${index}`, 1]));
    expect(checkPlan({ ...planOf(), ...strange(100) }).faults).toHaveLength(100);
    const { faults } = checkPlan({ ...planOf(), ...strange(101) });
    expect(faults).toHaveLength(100);
    expect(faults.at(-1)?.path).toBe('x99');
  });

  it('may have further conditions and any data that is no plan is refused without a crash', () => {
    const data = changed((plan) => {
      plan.activity['qualified'] = { ppvAtLeast: '20000' };
      Object.assign(plan.bonuses[0] ?? {}, { payTo: 'qualified' });
    });
    expect(checkPlan(data).faults).toEqual([]);
    for (const nonsense of [null, undefined, 1, 'x', [], {}, { bonuses: {} }, { activity: null }])
      expect(checkPlan(nonsense).faults.length).toBeGreaterThan(0);
  });
});
