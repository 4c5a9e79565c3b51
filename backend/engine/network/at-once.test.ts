import { describe, expect, it } from 'vitest';
import { planHash, readCarry, readNetwork, runNetwork, type CarryFile, type Plan } from '../index.ts';
import { bonusName } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';

const company = { id: 'company' };
const anna = { id: 'anna', sponsor: 'company' };
const members = [company, anna];
const bought = { member: 'anna', kind: 'ownPurchase', pv: '0', cv: '1000', ref: 'o1' };
const returned = { ...bought, kind: 'ownRefund' };
const attested = { member: 'anna', kind: 'course', value: '1' };

const UNKNOWN = 'names a member who is not in the list';
const NO_NUMBER = 'is not a whole amount as text';
const NO_OBJECT = 'must be of type object';
const STRAY = 'is not a known field';
const HALF = 'stands alone: a place is a parent and a leg';

function told(network: unknown, carry?: CarryFile, plan?: Plan): string[] {
  const { facts, faults } = readNetwork(network, carry, plan);
  expect(facts === undefined).toBe(faults.length > 0);
  return faults.map(({ path, reason }) => `${path} ${reason.en}`);
}

describe('faults of a network file, all at once', () => {
  it.each<[name: string, network: object, faults: string[]]>([
    [
      'null for no sponsor and no place',
      {
        members: [
          { id: 'c', sponsor: null, parent: null },
          { id: 'a', sponsor: 'c' },
        ],
      },
      [],
    ],
    ['0 for no sponsor', { members: [{ id: 'c', sponsor: 0 }] }, []],
    [
      'null for the sponsor of a partner',
      { members: [company, { id: 'a', sponsor: null }] },
      ['members.1.sponsor has no sponsor'],
    ],
    [
      'a stray field of a member without sponsor, under whom others stand',
      { members: [company, { id: 'a', shoe: 1 }, { id: 'b', sponsor: 'a' }] },
      [`members.1.shoe ${STRAY}`, 'members.1.sponsor has no sponsor'],
    ],
    [
      'a stray field of the company, which needs no sponsor',
      { members: [{ ...company, shoe: 1 }, anna] },
      [`members.0.shoe ${STRAY}`],
    ],
    [
      'members that are no members',
      { members: [company, 5, 'anna', null] },
      [`members.1 ${NO_OBJECT}`, `members.2 ${NO_OBJECT}`, `members.3 ${NO_OBJECT}`],
    ],
    [
      'an order and an attestation that are none',
      { members, volumes: [5], attestations: [null] },
      [`volumes.0 ${NO_OBJECT}`, `attestations.0 ${NO_OBJECT}`],
    ],
    ['orders that are no list', { members, volumes: 5 }, ['volumes must be of type array']],
    [
      'no list at all, without a word of what would have to stand in it',
      { members: 5, volumes: [] },
      ['members must be of type array'],
    ],
    [
      'sound members beside a faulty one, as carefully as ever',
      {
        members: [
          ...members,
          { id: 'b', sponsor: 'anna', parent: 'anna', leg: 0 },
          { id: 'd', sponsor: 'anna', parent: 'anna', leg: 0 },
          { id: 'e', shoe: 1, sponsor: 'f' },
        ],
      },
      [`members.4.shoe ${STRAY}`, 'members.3.leg is taken by a member further up the list', `members.4.sponsor ${UNKNOWN}`],
    ],
    [
      'half places, once each',
      {
        members: [
          ...members,
          { id: 'b', sponsor: 'anna', leg: 1 },
          { id: 'd', sponsor: 'anna', parent: 'anna' },
          { id: 'e', sponsor: 'anna', parent: 'anna' },
        ],
      },
      [`members.2.leg ${HALF}`, `members.3.parent ${HALF}`, `members.4.parent ${HALF}`],
    ],
    [
      'a member below one who stands below a circle, and below one who is not there',
      {
        members: [
          company,
          { id: 'a', sponsor: 'b' },
          { id: 'b', sponsor: 'd' },
          { id: 'd', sponsor: 'b' },
          { id: 'e', sponsor: 'f' },
          { id: 'f', sponsor: 'nobody' },
        ],
      },
      [
        'members.1.sponsor names a member who stands further down the list',
        'members.2.sponsor closes a circle: the line leads back to this member',
        'members.4.sponsor names a member who stands further down the list',
        `members.5.sponsor ${UNKNOWN}`,
      ],
    ],
    [
      'a buyer behind a repeated member, who is in the list all the same',
      { members: [...members, anna, { id: 'b', sponsor: 'anna' }], volumes: [{ ...bought, member: 'b' }] },
      ['members.2.id names a member who stands in the list already'],
    ],
    [
      'an unknown buyer of an order with a wrong number, and of its refund, whose size nobody can judge',
      {
        members,
        volumes: [
          { ...bought, member: 'x', cv: '-1' },
          { ...returned, member: 'y', cv: '5000' },
        ],
      },
      [`volumes.0.cv ${NO_NUMBER}`, `volumes.0.member ${UNKNOWN}`, `volumes.1.member ${UNKNOWN}`],
    ],
    [
      'a sale to nobody, whose refund has a wrong number',
      {
        members,
        volumes: [
          { ...bought, kind: 'customerSale' },
          { ...returned, kind: 'customerRefund', customer: 'z', pv: '1.5' },
        ],
      },
      [`volumes.1.pv ${NO_NUMBER}`, 'volumes.0.customer is missing: a sale has a customer'],
    ],
    [
      'other orders beside those with wrong numbers',
      {
        members,
        volumes: [
          { ...bought, cv: '-1' },
          { ...bought, ref: 'o2', cv: '-1' },
          { ...bought, ref: 'o3' },
          { ...returned, ref: 'o3', cv: '1001' },
          { ...returned, ref: 'o4' },
        ],
      },
      [
        `volumes.0.cv ${NO_NUMBER}`,
        `volumes.1.cv ${NO_NUMBER}`,
        'volumes.3.ref refunds more than is left of the order',
        'volumes.4.ref refunds an order that is neither above in the file nor in the carry',
      ],
    ],
    [
      'an order without reference, which is a fault of one order only',
      { members, volumes: [{ ...bought, ref: undefined }, bought, { ...bought, cv: '5' }] },
      ['volumes.0.ref is missing', 'volumes.2.ref repeats the reference of another order'],
    ],
    ['a known member of an attestation', { members, attestations: [attested] }, []],
    [
      'an unknown member of an attestation',
      { members, attestations: [attested, { ...attested, member: 'x' }] },
      [`attestations.1.member ${UNKNOWN}`],
    ],
    [
      'an unknown member of an attestation beside another fault of it',
      { members, attestations: [attested, { ...attested, member: 'x', value: 1 }, { ...attested, member: 'a b' }] },
      [`attestations.1.value ${NO_NUMBER}`, 'attestations.2.member is not a name', `attestations.1.member ${UNKNOWN}`],
    ],
    [
      'amounts as large as text may be, and larger',
      { members, volumes: [{ ...bought, pv: '9'.repeat(30), cv: '9'.repeat(31) }] },
      ['volumes.0.pv is larger than the ledger can hold', `volumes.0.cv ${NO_NUMBER}`],
    ],
  ])('%s', (_name, network, faults) => {
    expect(told({ volumes: [], ...network })).toEqual(faults);
  });

  it('are told by what is wrong, not as missing, in both languages', () => {
    const { faults } = readNetwork({ members: [company, { ...anna, leg: '0' }], volumes: [] }, undefined);
    expect(faults.map(({ reason, cure }) => [reason, cure])).toEqual([
      [
        { en: 'must be of type number', ru: 'должно быть типа number' },
        { en: 'Correct the value.', ru: 'Исправьте значение.' },
      ],
    ]);
  });
});

describe('titles and joining in a network file', () => {
  const rank = (id: string): object => ({ id, name: bonusName, requires: { ppvAtLeast: '100' } });
  const ranked = planOf({ active: '0', plan: { ranks: { advance: 'direct', steps: [rank('silver'), rank('gold')] } } });
  const listed = (id: string, more: object): object => ({ id, sponsor: 'company', ...more });

  it('are judged by the plan, if there is one', () => {
    const network = {
      members: [company, listed('a', { title: 'silver' }), listed('b', { title: 'gold' }), listed('c', { title: 'iron' })],
      volumes: [],
    };
    expect(told(network, undefined, ranked)).toEqual(['members.3.title names a rank that the plan does not define']);
    expect(told(network)).toEqual([]);
    // A plan without ranks defines none of them.
    expect(told(network, undefined, planOf())).toEqual(
      [1, 2, 3].map((index) => `members.${index}.title names a rank that the plan does not define`),
    );
  });

  it('are judged beside a stray field, as the place of a member is', () => {
    const wrong = { shoe: 1, joined: 2, title: 'iron', parent: 'nobody', leg: 0 };
    const members = [company, listed('a', wrong), listed('b', { ...wrong, leg: 'left', joined: '2', title: 5 })];
    expect(told({ members, volumes: [] }, undefined, ranked)).toEqual([
      `members.1.shoe ${STRAY}`,
      'members.2.leg must be of type number',
      'members.2.joined must be of type number',
      'members.2.title must be of type string',
      `members.2.shoe ${STRAY}`,
      `members.1.parent ${UNKNOWN}`,
      'members.1.joined is a period that is still to come',
      'members.1.title names a rank that the plan does not define',
    ]);
  });

  it('are read of members who are not in the carry, and of no others', () => {
    const { facts } = readNetwork({ members, volumes: [] }, undefined, ranked);
    if (facts === undefined) throw new Error('no facts');
    const { carry } = runNetwork(ranked, facts, undefined);
    const past = { joined: 7, title: 'iron' };
    const network = { members: [company, { ...anna, ...past }, listed('b', { joined: 2 }), listed('c', past)], volumes: [] };
    expect(told(network, carry, ranked)).toEqual([
      'members.3.joined is a period that is still to come',
      'members.3.title names a rank that the plan does not define',
    ]);
  });
});

describe('members of a network file beside those of the carry', () => {
  const placed = [company, { ...anna, parent: 'company', leg: 0 }, { id: 'b', sponsor: 'anna', parent: 'company', leg: 1 }];
  const DIFFERS = 'differs from the carry: earlier members stay, in their order, under their sponsors';

  function carryOf(list: readonly object[]): CarryFile {
    const { facts } = readNetwork({ members: list, volumes: [] }, undefined);
    if (facts === undefined) throw new Error('no facts');
    return runNetwork(planOf(), facts, undefined).carry;
  }

  it.each<[name: string, change: object, faults: string[]]>([
    ['stay as they were', {}, []],
    ['may leave', { status: 'left' }, []],
    ['keep their names', { id: 'c' }, [`members.2 ${DIFFERS}`]],
    ['keep their sponsors', { sponsor: 'company' }, [`members.2 ${DIFFERS}`]],
    ['keep their parents', { parent: 'anna' }, [`members.2 ${DIFFERS}`]],
    ['keep their legs', { leg: 2 }, [`members.2 ${DIFFERS}`]],
  ])('%s', (_name, change, faults) => {
    expect(told({ members: [...placed.slice(0, 2), { ...placed[2], ...change }], volumes: [] }, carryOf(placed))).toEqual(faults);
  });

  it('are compared by what can be read of them, and told nothing else beside a stray field', () => {
    const stray = { ...placed[2], shoe: 1 };
    const [shoe, differs] = [`members.2.shoe ${STRAY}`, `members.2 ${DIFFERS}`];
    const of = (changed: object): string[] => told({ members: [...placed.slice(0, 2), changed], volumes: [] }, carryOf(placed));
    expect([of(stray), of({ ...stray, leg: 2 })]).toEqual([[shoe], [shoe, differs]]);
  });

  it('are not compared where nobody stands whom one could read', () => {
    const carry = carryOf(placed);
    expect(told({ members: [...placed.slice(0, 2), 5], volumes: [] }, carry)).toEqual([`members.2 ${NO_OBJECT}`]);
    expect(told({ members: 5, volumes: [] }, carry)).toEqual(['members must be of type array']);
  });
});

describe('a carry', () => {
  it('is refused with its faults in words, the first hundred', () => {
    const hash = planHash(planOf());
    const told = (data: object): string[] => readCarry(data, hash).faults.map(({ path, reason }) => `${path} ${reason.en}`);
    const { facts } = readNetwork({ members, volumes: [] }, undefined);
    if (facts === undefined) throw new Error('no facts');
    const { carry } = runNetwork(planOf(), facts, undefined);
    expect(told(carry)).toEqual([]);
    expect(told({ ...carry, period: 'one', budget: 5, surprise: 1 })).toEqual([
      'period must be of type number',
      'budget must be of type string',
      `surprise ${STRAY}`,
    ]);
    const orders = Array.from({ length: 30 }, () => ({}));
    expect(told({ ...carry, orders })).toHaveLength(100);
    expect(told({ ...carry, orders }).slice(0, 2)).toEqual(['orders.0.ref is missing', 'orders.0.member is missing']);
  });
});
