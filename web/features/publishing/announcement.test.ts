import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan, planHash } from '#engine/plan/parse.ts';
import { readNotation } from '#engine/plan/notation.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { announce, faultsOf, isPublished } from './announcement.ts';
import type { RegistryState } from './registry.ts';

const ready = (name: string): Plan =>
  parsePlan(readNotation(readFileSync(new URL(`../../../docs/plans/${name}.json`, import.meta.url), 'utf8')).data);
const plan = ready('unilevel');
const registry: RegistryState = { openPeriod: 4, earliest: 5, latest: undefined };
const token = { address: '0x', symbol: 'dUSD', decimals: plan.currency.minorDigits } as const;
const noTree = { token, placementWidth: 0 };

describe('announcing a plan', () => {
  it('takes hash and limit from the plan, and leaves out levels at the end that credit nothing', () => {
    const { planHash: hash, capPpm, instantLevels } = announce(plan, 5, [20_000, 0, 10_000, 0, 0]);
    expect(hash).toBe(planHash(plan));
    expect(capPpm).toBe(plan.cap.ratePpm);
    expect(instantLevels).toEqual([20_000, 0, 10_000]);
    expect(announce(plan, 5, [0]).instantLevels).toEqual([]);
  });

  it('finds nothing wrong with a plan that can be published', () => {
    expect(faultsOf(plan, announce(plan, 5, []), registry, noTree)).toEqual([]);
    expect(faultsOf(plan, announce(plan, 5, [plan.cap.ratePpm]), registry, noTree)).toEqual([]);
    expect(faultsOf(ready('binary'), announce(ready('binary'), 9, []), registry, { token, placementWidth: 2 })).toEqual([]);
  });

  it.each([
    ['unit', plan, 5, [], { token: { ...token, decimals: token.decimals + 1 }, placementWidth: 0 }],
    ['noPlacement', ready('binary'), 5, [], noTree],
    ['noPlacement', ready('binary'), 5, [], { token, placementWidth: 1 }],
    ['tooEarly', plan, 4, [], noTree],
    ['overCap', plan, 5, [plan.cap.ratePpm, 1], noTree],
  ] as const)('stops before signing: %s', (fault, wanted, firstPeriod, rates, deployment) => {
    expect(faultsOf(wanted, announce(wanted, firstPeriod, rates), registry, deployment)).toEqual([fault]);
  });

  it('is over once the newest version says the same, and only then', () => {
    const announcement = announce(plan, 5, [20_000, 0, 10_000]);
    const { planHash: hash, capPpm } = announcement;
    const latest = { version: 3, planHash: hash, firstPeriod: 5, capPpm, instantLevels: [20_000, 0, 10_000] };
    expect(isPublished(announcement, { ...registry, latest })).toBe(true);
    expect(isPublished(announcement, registry)).toBe(false);
    expect(isPublished(announcement, { ...registry, latest: { ...latest, firstPeriod: 6 } })).toBe(false);
    expect(isPublished(announcement, { ...registry, latest: { ...latest, instantLevels: [20_000] } })).toBe(false);
    expect(isPublished(announcement, { ...registry, latest: { ...latest, planHash: '0x00' } })).toBe(false);
  });
});
