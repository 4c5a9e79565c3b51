import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan, readNetwork, runNetwork, type NetworkFacts, type Plan } from './index.ts';
import { referenceHistory, type ReferenceMonth } from './reference/index.ts';

const folder = new URL('../../docs/plans/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).flatMap((file) => /^([^.]+)\.json$/.exec(file)?.[1] ?? []);

type Earned = Record<string, Record<string, string>>;

/** The month of a file through the second engine. */
function secondRun(plan: Plan, facts: NetworkFacts): ReferenceMonth | undefined {
  const { sponsorOf, parentOf, legOf, placedIn, entries, left } = facts;
  const memberCount = facts.ids.length - 1;
  const period = { period: 1, planVersion: 1, memberCount, entries, budget: 1n << 62n, left };
  return referenceHistory({ sponsorOf, placement: { parentOf, legOf, placedIn }, periods: [period] }, new Map([[1, plan]]))[0];
}

describe('docs/plans/', () => {
  it('has a plan of every family', () => {
    expect(names.sort()).toEqual(
      ['binary', 'generation', 'hybrid', 'matrix-3x3', 'russian-market', 'stairstep-breakaway', 'unilevel'].sort(),
    );
  });

  it.each(names)('P06 %s: both engines give what was worked out by hand', (name) => {
    const plan = parsePlan(read(`${name}.json`));
    const { facts, faults } = readNetwork(read(`${name}.month.json`), undefined);
    expect(faults).toEqual([]);
    if (facts === undefined) throw new Error('no facts');
    const wanted = read(`${name}.earned.json`) as Earned;

    const first: Earned = {};
    for (const { member, bonuses } of runNetwork(plan, facts, undefined).earnings) first[member] = { ...bonuses };
    expect(first).toEqual(wanted);

    const second: Earned = {};
    for (const { memberId, bonusId, amount } of secondRun(plan, facts)?.lines ?? []) {
      const bonuses = (second[facts.ids[memberId] ?? ''] ??= {});
      bonuses[bonusId] = String(BigInt(bonuses[bonusId] ?? '0') + amount);
    }
    expect(second).toEqual(wanted);
  });
});
