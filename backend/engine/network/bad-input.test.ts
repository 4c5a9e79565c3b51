import { describe, expect, it } from 'vitest';
import { checkPlan, planHash, readCarry, readNetwork, runNetwork } from '../index.ts';
import { planOf } from '../testing/world.ts';

const plan = planOf({ active: '0' });
const company = { id: 'company' };
const anna = { id: 'anna', sponsor: 'company' };
const bought = (ref: string, more: object = {}): object => ({
  member: 'anna',
  kind: 'ownPurchase',
  pv: '0',
  cv: '1000',
  ref,
  ...more,
});

/** Every fault that a network file is asked not to have, each at a place of its own, and what is said of it. */
const planted: readonly [fault: string, place: string, reason: string][] = [
  ['an unknown sponsor', 'members.2.sponsor', 'names a member who is not in the list'],
  ['a circle', 'members.3.sponsor', 'closes a circle: the line leads back to this member'],
  ['a child before its parent', 'members.5.sponsor', 'names a member who stands further down the list'],
  ['an unknown placement parent', 'members.7.parent', 'names a member who is not in the list'],
  ['a circle of places', 'members.8.parent', 'closes a circle: the line leads back to this member'],
  ['a place below one that comes later', 'members.9.parent', 'names a member who stands further down the list'],
  ['a duplicate reference', 'volumes.1.ref', 'repeats the reference of another order'],
  ['a negative volume', 'volumes.2.cv', 'is not a whole amount as text'],
  ['a fractional volume', 'volumes.3.pv', 'is not a whole amount as text'],
  ['a number with an exponent', 'volumes.4.cv', 'is not a whole amount as text'],
  ['a refund of an unknown order', 'volumes.5.ref', 'refunds an order that is neither above in the file nor in the carry'],
  ['a refund that is too large', 'volumes.6.ref', 'refunds more than is left of the order'],
];

const broken = {
  members: [
    company,
    anna,
    { id: 'orphan', sponsor: 'nobody' },
    { id: 'ring', sponsor: 'chain' },
    { id: 'chain', sponsor: 'ring' },
    { id: 'early', sponsor: 'late' },
    { id: 'late', sponsor: 'anna' },
    { id: 'lost', sponsor: 'anna', parent: 'nowhere', leg: 0 },
    { id: 'self', sponsor: 'anna', parent: 'self', leg: 0 },
    { id: 'below', sponsor: 'anna', parent: 'above', leg: 0 },
    { id: 'above', sponsor: 'anna', parent: 'anna', leg: 0 },
  ],
  volumes: [
    bought('o1'),
    bought('o1'),
    bought('o2', { cv: '-1' }),
    bought('o3', { pv: '1.5' }),
    bought('o4', { cv: '1e3' }),
    bought('o5', { kind: 'ownRefund' }),
    bought('o1', { kind: 'ownRefund', cv: '1001' }),
  ],
};

describe('bad input', () => {
  it.each(planted)('%s is refused, with its place, the reason and the cure', (_fault, place, reason) => {
    const found = readNetwork(broken, undefined, plan).faults.find(({ path }) => path === place);
    expect(found?.reason.en).toBe(reason);
    for (const { en, ru } of [found?.reason, found?.cure].flatMap((words) => words ?? [])) {
      expect(en).toMatch(/^[^а-яё]+$/i);
      expect(ru).toMatch(/[а-яё]/i);
    }
  });

  it('all faults of a file are told at once, and nothing is calculated', () => {
    const { facts, faults } = readNetwork(broken, undefined, plan);
    expect(faults.map(({ path }) => path).sort()).toEqual(planted.map(([, place]) => place).sort());
    expect(facts).toBeUndefined();
  });

  it.each(planted)('%s alone is enough to refuse the whole file', (_fault, place) => {
    const [list = '', index = ''] = place.split('.');
    const only = (name: 'members' | 'volumes', sound: readonly object[]): readonly object[] =>
      list === name ? [...sound, ...(name === 'members' ? partOf(Number(index)) : [broken.volumes[Number(index)] ?? {}])] : sound;
    const read = readNetwork(
      { members: only('members', [company, anna]), volumes: only('volumes', [bought('o1')]) },
      undefined,
      plan,
    );
    expect(read.faults.length).toBeGreaterThan(0);
    expect(read.facts).toBeUndefined();
  });

  it('a rate above one is refused in every place that takes a rate', () => {
    const bonuses = plan.bonuses.map((bonus) => ({ ...bonus, levels: [{ ratePpm: 1_000_001 }] }));
    const caps = [{ id: 'most', name: plan.name, of: ['team'], per: 'period', ratePpm: 1_000_001 }];
    const read = checkPlan({ ...plan, bonuses, caps, cap: { ratePpm: 1_000_001, onExcess: 'scaleDown' } });
    expect(read.plan).toBeUndefined();
    expect(read.faults.map(({ path, reason }) => `${path} ${reason.en}`)).toEqual([
      'bonuses.0.levels.0.ratePpm is not a rate within bounds',
      'caps.0.ratePpm is not a rate within bounds',
      'cap.ratePpm is not a rate within bounds',
    ]);
  });

  it('the carry of another plan is refused before anything of it is used', () => {
    const month = readNetwork({ members: [company, anna], volumes: [bought('o1')] }, undefined, plan).facts;
    if (month === undefined) throw new Error('no facts');
    const { carry } = runNetwork(plan, month, undefined);
    const read = readCarry(carry, planHash(planOf({ active: '0', capPpm: 1 })));
    expect(read.faults.map(({ path, reason }) => [path, reason.en])).toEqual([['planHash', 'belongs to another plan']]);
    expect(read.carry).toBeUndefined();
  });

  it('of a thousand faults the first hundred are told', () => {
    const volumes = Array.from({ length: 1_000 }, (_, index) => bought(`o${index}`, { cv: '-1', pv: '0.5' }));
    const read = readNetwork({ members: [company, anna], volumes }, undefined, plan);
    expect(read.faults).toHaveLength(100);
    expect(read.faults.slice(0, 2).map(({ path }) => path)).toEqual(['volumes.0.pv', 'volumes.0.cv']);
    expect(read.facts).toBeUndefined();
  });
});

/** The member with the fault and whoever belongs to it. */
function partOf(index: number): readonly object[] {
  const pairs: Readonly<Record<number, number>> = { 3: 4, 5: 6, 9: 10 };
  return [index, pairs[index]].flatMap((place) => (place === undefined ? [] : [broken.members[place] ?? {}]));
}
