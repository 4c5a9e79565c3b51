import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { canonicalPlan, fileSchemas, readNetwork, runNetwork, type Plan } from './index.ts';
import { blocksOf } from './testing/document.ts';
import { planOf } from './testing/world.ts';

const validator = new Ajv2020({ strict: true, strictTypes: false, formats: { 'date-time': true } });
const compiled = Object.fromEntries(Object.entries(fileSchemas()).map(([file, schema]) => [file, validator.compile(schema)]));

/** Judged by somebody else's validator, which knows nothing but the JSON. */
function accepts(file: keyof ReturnType<typeof fileSchemas>, data: unknown): boolean {
  return compiled[file]?.(data) === true;
}

describe('JSON Schemas of the files', () => {
  const plan = JSON.parse(canonicalPlan(planOf())) as Plan;
  const network = {
    members: [{ id: 'company' }, { id: 2, sponsor: 'company', parent: 'company', leg: 0, joined: 1, status: 'member' }],
    volumes: [{ member: 2, kind: 'ownPurchase', pv: '10000', cv: '1000', ref: 'o1' }],
  };

  it('say which JSON Schema they are written in, and of which file each is', () => {
    const titles = Object.entries(fileSchemas()).map(([file, schema]) => {
      const { $schema, title } = schema as Record<string, unknown>;
      return [file, $schema, title];
    });
    const draft = 'https://json-schema.org/draft/2020-12/schema';
    expect(titles).toEqual([
      ['plan', draft, 'Upline: compensation plan'],
      ['network', draft, 'Upline: one period of a network'],
      ['result', draft, 'Upline: result of a run'],
      ['carry', draft, 'Upline: what a run leaves for the next'],
      ['scenario', draft, 'Upline: how a network grows in a simulation'],
      ['simulation', draft, 'Upline: a plan on a network that grows'],
      ['backtest', draft, 'Upline: a plan on past periods'],
    ]);
  });

  it('accept plans of every kind in the document, networks, results and what is carried', () => {
    const examples = blocksOf('plans.md', 'example') as { bonuses?: { id: string }[] }[];
    const kinds = new Set<string>();
    for (const { bonuses } of examples) {
      const named = (bonuses ?? []).map((bonus) => ({ name: { en: bonus.id, ru: bonus.id }, ...bonus }));
      for (const bonus of named) if ('kind' in bonus) kinds.add(String(bonus.kind));
      expect(accepts('plan', { ...plan, bonuses: named })).toBe(true);
    }
    expect(kinds.size).toBeGreaterThanOrEqual(9);
    expect(accepts('network', network)).toBe(true);
    const { facts } = readNetwork(network, undefined);
    if (facts === undefined) throw new Error('no facts');
    const result = JSON.parse(JSON.stringify(runNetwork(planOf(), facts, undefined, true))) as { carry: object };
    expect(accepts('result', result)).toBe(true);
    expect(accepts('carry', result.carry)).toBe(true);
  });

  it('refuse unknown fields, unknown kinds, numbers for amounts and missing decisions', () => {
    const [bonus] = plan.bonuses;
    const { compression: _left, ...undecided } = bonus as Plan['bonuses'][number] & { compression?: string };
    for (const wrong of [
      { ...plan, surprise: 1 },
      { ...plan, bonuses: [{ ...bonus, kind: 'joining' }] },
      { ...plan, bonuses: [undecided] },
      { ...plan, activity: { active: { ppvAtLeast: 100 } } },
      { ...plan, cap: { ratePpm: 1_000_001, onExcess: 'scaleDown' } },
    ]) {
      expect(accepts('plan', wrong)).toBe(false);
    }
    expect(accepts('network', { ...network, volumes: [{ ...network.volumes[0], cv: 5 }] })).toBe(false);
    expect(accepts('network', { members: [] })).toBe(false);
  });
});
