import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyRate } from '#kernel/rate.ts';
import { periodLines, parsePlan, replay, type VolumeEntry } from './index.ts';
import { expectTwinsAgree } from './testing/compare.ts';
import { blocksOf, documentText } from './testing/document.ts';
import { chainOf, planOf } from './testing/world.ts';

interface Example {
  readonly example: string;
  readonly bonus?: Record<string, unknown>;
  readonly cap?: number;
  readonly active?: string;
  readonly plan?: object;
  readonly bonuses?: readonly { readonly id: string }[];
  readonly ranks?: { readonly steps: readonly { readonly id: string }[] };
  readonly sponsors: number[];
  readonly placement?: readonly [number, number][];
  readonly periods: readonly {
    readonly members?: number;
    readonly state?: Record<string, Record<string, string>>;
    readonly entries: readonly [VolumeEntry['kind'], number, number, string, string, number?][];
    readonly ranks?: Record<string, string>;
    readonly lines: readonly [number, number, number, string, number[]][];
    readonly owed?: Record<string, [string, string]>;
    readonly limit?: string;
    readonly gross?: string;
    readonly anomalies?: readonly [number, string][];
  }[];
}

describe.each(['plans.md', 'plans.ru.md'])('docs/%s', (document) => {
  const examples = blocksOf(document, 'example') as Example[];

  it('has its examples and a plan that is valid', () => {
    expect(examples.length).toBeGreaterThanOrEqual(14);
    expect(blocksOf(document, 'plan').map((plan) => parsePlan(plan))).toEqual(
      [planOf()].map((plan) => ({ ...plan, name: expect.anything() })),
    );
  });

  it.each(examples.map((example) => [example.example, example] as const))('P06 %s', (_name, example) => {
    const { bonus = {}, cap = 400_000, active = '10000' } = example;
    const plans = new Map([[1, planOf({ bonus, capPpm: cap, active, plan: planFields(example) })]]);
    const months = example.periods.map(({ entries, members = example.sponsors.length }) => ({
      memberCount: members,
      entries: entries.map(
        ([kind, memberId, orderRef, cv, pv, customer = 1]) =>
          ({ kind, memberId, orderRef, cv: BigInt(cv), pv: BigInt(pv), customer }) as VolumeEntry,
      ),
    }));
    const facts = chainOf(example.sponsors, months, plans, example.placement);
    expectTwinsAgree(facts, plans);
    for (const { input, result } of replay(facts, plans)) {
      const wanted = example.periods[input.period - 1];
      const lines = [...periodLines(input)].map((line) => [
        line.memberId,
        line.orderRef,
        line.level,
        String(line.amount),
        line.passedOver,
      ]);
      expect(lines).toEqual(wanted?.lines);
      if (wanted?.ranks !== undefined) {
        const ranked = [...result.rank].flatMap((rank, memberId) =>
          rank === 0 ? [] : [[memberId, input.plan.ranks?.steps[rank - 1]?.id]],
        );
        expect(Object.fromEntries(ranked)).toEqual(wanted.ranks);
      }
      for (const [memberId, [cumulative, debt]] of Object.entries(wanted?.owed ?? {})) {
        const { carryOut } = result;
        expect([memberId, carryOut.cumulative[Number(memberId)], carryOut.debt[Number(memberId)]]).toEqual([
          memberId,
          BigInt(cumulative),
          BigInt(debt),
        ]);
      }
      for (const [name, values] of Object.entries(wanted?.state ?? {})) {
        const column = [...(result.carryOut.columns?.values.get(name) ?? [])];
        const held = column.flatMap((value, memberId) => (value === 0n ? [] : [[String(memberId), String(value)]]));
        expect([name, Object.fromEntries(held)]).toEqual([name, values]);
      }
      if (wanted?.limit !== undefined) expect(result.scale.limit).toBe(BigInt(wanted.limit));
      if (wanted?.gross !== undefined) expect(result.scale.gross).toBe(BigInt(wanted.gross));
      expect(result.anomalies.map(({ entry, reason }) => [entry, reason])).toEqual(wanted?.anomalies ?? []);
    }
  });

  const traps = (documentText(document).match(/^## 20\.[\s\S]*?(?=^## 21\.)/m)?.[0] ?? '')
    .split('\n')
    .filter((line) => /^\| (?!---|Trap|Ловушка)/.test(line))
    .map((line) => line.split(' | '));

  it('answers each known trap with a rule and with an example or a test', () => {
    expect(traps.length).toBeGreaterThanOrEqual(45);
    const names = new Set(examples.map(({ example }) => example));
    const sections = new Set([...documentText(document).matchAll(/^## (\d+)\./gm)].map(([, number]) => number));
    for (const [trap = '', decided = '', shown = ''] of traps) {
      const numbers = decided.replaceAll(/: 0 |(rules?|правил[ао]) [\d–]+( (and|to|и) \d+)?/g, '').match(/\d+/g) ?? [];
      for (const number of numbers) expect([trap, number, sections.has(number)]).toEqual([trap, number, true]);
      const named = [...shown.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      expect([trap, named.length > 0]).toEqual([trap, true]);
      for (const name of named) {
        const stands = names.has(name) || (name.endsWith('.test.ts') && existsSync(new URL(name, import.meta.url)));
        expect([trap, name, stands]).toEqual([trap, name, true]);
      }
    }
  });

  const rows = blocksOf(document, 'rounding').flat() as [string, number, string, string, string][];
  it.each(rows)('P06 rounding of %s × %i ppm', (base, ppm, down, halfUp, halfEven) => {
    const rounded = (['down', 'halfUp', 'halfEven'] as const).map((rounding) => applyRate(BigInt(base), ppm, rounding));
    expect(rounded).toEqual([down, halfUp, halfEven].map(BigInt));
  });
});

/** `bonuses` and `ranks` of an example leave names out. */
function planFields({ plan = {}, bonuses, ranks }: Example): object {
  const named = <Item extends { readonly id: string }>(items: readonly Item[]): object[] =>
    items.map((item) => ({ name: { en: item.id, ru: item.id }, ...item }));
  return {
    ...plan,
    ...(bonuses === undefined ? {} : { bonuses: named(bonuses) }),
    ...(ranks === undefined ? {} : { ranks: { ...ranks, steps: named(ranks.steps) } }),
  };
}
