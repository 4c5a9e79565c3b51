import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkPlan,
  planHash,
  readCarry,
  readNetwork,
  replayOutcomes,
  runNetwork,
  type CarryFile,
  type NetworkFacts,
  type Plan,
  type VolumeEntry,
} from './index.ts';
import { expectTwinsAgree } from './testing/compare.ts';
import { chainOf } from './testing/world.ts';

/** One example of docs/plans/published: what a source says, as data. Its README.md says what the fields mean. */
interface Published {
  readonly example: string;
  readonly given: string;
  readonly inferred: string;
  readonly plan: unknown;
  readonly months: readonly unknown[];
  readonly published: readonly Record<string, string>[];
  readonly workedOut: readonly Record<string, string>[];
  readonly carried?: Readonly<Record<string, readonly [left: string, right: string]>>;
  readonly limit?: string;
  readonly gross?: string;
}
interface Source {
  readonly source: {
    readonly by: string;
    readonly title: string;
    readonly url: string;
    readonly year?: number;
    readonly seen: string;
  };
  readonly examples: readonly Published[];
}

const folder = new URL('../../docs/plans/published/', import.meta.url);
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Source] as const);
const examples = sources.flatMap(([file, source]) => source.examples.map((example) => [file, example.example, example] as const));

/** The months as files, one after the other, as `upline run` reads them. */
function factsOf(plan: Plan, months: readonly unknown[]): { facts: NetworkFacts[]; net: Record<string, string>[] } {
  const facts: NetworkFacts[] = [];
  const net: Record<string, string>[] = [];
  let carry: CarryFile | undefined;
  for (const month of months) {
    const read = readNetwork(month, carry, plan);
    expect(read.faults).toEqual([]);
    if (read.facts === undefined) throw new Error('no facts');
    const result = runNetwork(plan, read.facts, carry);
    facts.push(read.facts);
    net.push(Object.fromEntries(Array.from(result.earnings, (earning) => [earning.member, earning.net])));
    carry = readCarry(result, planHash(plan)).carry;
  }
  return { facts, net };
}

/** The same months as a ledger with one numbering of orders, which both engines replay. */
function chainFrom(plan: Plan, facts: readonly NetworkFacts[]) {
  const refs = new Map<string, number>();
  const months = facts.map(({ entries, ids, refs: names }) => ({
    memberCount: ids.length - 1,
    entries: entries.map((entry): VolumeEntry => {
      if (entry.kind === 'attestation') return entry;
      const name = names.nameOf(entry.orderRef);
      refs.set(name, refs.get(name) ?? refs.size + 1);
      return { ...entry, orderRef: refs.get(name) ?? 0 };
    }),
  }));
  const last = facts.at(-1);
  const members = last?.ids.slice(1).map((_, index) => index + 1) ?? [];
  const places = members.map((id) => [last?.parentOf[id] ?? 0, last?.legOf[id] ?? 0] as const);
  const sponsors = members.map((id) => last?.sponsorOf[id] ?? 0);
  return chainOf(sponsors, months, new Map([[1, plan]]), places);
}

describe('docs/plans/published/', () => {
  it('has at least forty examples, each with its source and what was added to it', () => {
    expect(examples.length).toBeGreaterThanOrEqual(40);
    expect(
      examples.filter(([, , { published }]) => published.some((month) => Object.keys(month).length > 0)).length,
    ).toBeGreaterThanOrEqual(40);
    expect(new Set(examples.map(([file, name]) => `${file} ${name}`)).size).toBe(examples.length);
    for (const [, { source }] of sources) {
      expect(source).toMatchObject({
        by: expect.stringMatching(/./),
        title: expect.stringMatching(/./),
        seen: expect.stringMatching(/./),
      });
      expect(source.url).toMatch(/^https?:\/\/\S+$/);
    }
    const kinds = new Set(examples.flatMap(([, , { plan }]) => (plan as Plan).bonuses.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(
      [
        'binary',
        'differential',
        'direct',
        'fastStart',
        'generation',
        'level',
        'matching',
        'passUp',
        'pool',
        'retail',
        'volume',
      ].sort(),
    );
  });

  it.each(examples)('P06 %s: %s', (_file, _name, example) => {
    expect([example.given, example.inferred].every((text) => text.length > 0)).toBe(true);
    const { plan, faults } = checkPlan(example.plan);
    expect(faults).toEqual([]);
    if (plan === undefined) throw new Error('no plan');
    const wanted = example.published.map((month, index) => {
      const besides = example.workedOut[index] ?? {};
      expect(Object.keys(month).filter((member) => member in besides)).toEqual([]);
      return { ...month, ...besides };
    });
    expect(wanted).toHaveLength(example.months.length);

    const { facts, net } = factsOf(plan, example.months);
    expect(net).toEqual(wanted);
    const chain = chainFrom(plan, facts);
    expectTwinsAgree(chain, new Map([[1, plan]]));
    const ids = facts.at(-1)?.ids ?? [];
    for (const { input, result } of replayOutcomes(chain, new Map([[1, plan]]))) {
      const month = Object.fromEntries(Array.from(result.earnings, (earning) => [ids[earning.memberId], String(earning.net)]));
      expect(month).toEqual(wanted[input.period - 1]);
      if (input.period !== wanted.length) continue;
      for (const [member, legs] of Object.entries(example.carried ?? {})) {
        const held = ['left', 'right'].map((side) =>
          String(result.carryOut.columns?.values.get(`binary.legs.${side}.0`)?.[ids.indexOf(member)]),
        );
        expect([member, held]).toEqual([member, legs]);
      }
      if (example.limit !== undefined) expect(String(result.scale.limit)).toBe(example.limit);
      if (example.gross !== undefined) expect(String(result.scale.gross)).toBe(example.gross);
    }
  });
});
