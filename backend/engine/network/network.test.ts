import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  diffPlans,
  planHash,
  readCarry,
  readNetwork,
  replay,
  runNetwork,
  type Plan,
  type RunInput,
  type VolumeEntry,
} from '../index.ts';
import { cases, inHaste } from '../testing/cases.ts';
import { planArbitrary } from '../testing/random-plan.ts';
import { placedWorldArbitrary, worldArbitrary } from '../testing/random-world.ts';
import { bonusName, poolBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';
import { signedValuesOf } from './carry.ts';

const members = [
  { id: 'company' },
  { id: 'anna', sponsor: 'company' },
  { id: 'boris', sponsor: 'anna' },
  { id: 4, sponsor: 'boris' },
];
const order = { member: 'boris', kind: 'ownPurchase', pv: '10000', cv: '1000', ref: 'o1' };

function faultsOf(network: unknown, carry?: unknown, plan = planOf()): string[] {
  const read = carry === undefined ? undefined : readCarry(carry, planHash(plan));
  const faults = [...(read?.faults ?? []), ...readNetwork(network, read?.carry).faults];
  for (const { reason, cure } of faults) {
    expect(reason.ru + cure.ru).toMatch(/[а-я]/);
    expect(reason.en + cure.en).not.toMatch(/[а-я]/);
  }
  return faults.map(({ path, reason }) => `${path} ${reason.en}`);
}

function resultOf(plan: Plan, network: unknown, carry?: unknown) {
  const read = carry === undefined ? undefined : readCarry(carry, planHash(plan));
  const { facts, faults } = readNetwork(network, read?.carry);
  if (facts === undefined) throw new Error(JSON.stringify(faults));
  return runNetwork(plan, facts, read?.carry, true);
}

describe('a network file', () => {
  it.each([
    [
      'an unknown sponsor',
      [{ id: 'c' }, { id: 'a', sponsor: 'x' }],
      [],
      'members.1.sponsor names a member who is not in the list',
    ],
    [
      'a circle',
      [{ id: 'c' }, { id: 'a', sponsor: 'b' }, { id: 'b', sponsor: 'a' }],
      [],
      'members.1.sponsor closes a circle: the line leads back to this member',
    ],
    [
      'oneself as sponsor',
      [{ id: 'c' }, { id: 'a', sponsor: 'a' }],
      [],
      'members.1.sponsor closes a circle: the line leads back to this member',
    ],
    [
      'a child before its parent',
      [{ id: 'c' }, { id: 'a', sponsor: 'b' }, { id: 'b', sponsor: 'c' }],
      [],
      'members.1.sponsor names a member who stands further down the list',
    ],
    ['a second member without sponsor', [{ id: 'c' }, { id: 'a' }], [], 'members.1.sponsor has no sponsor'],
    [
      'a company with a sponsor',
      [{ id: 'c', sponsor: 'x' }],
      [],
      'members.0.sponsor has a sponsor, but the first member is the company',
    ],
    ['a member twice', [{ id: 7 }, { id: '7', sponsor: '7' }], [], 'members.1.id names a member who stands in the list already'],
    [
      'a place taken',
      [{ id: 'c' }, { id: 'a', sponsor: 'c', parent: 'c', leg: 0 }, { id: 'b', sponsor: 'c', parent: 'c', leg: 0 }],
      [],
      'members.2.leg is taken by a member further up the list',
    ],
    [
      'half a place',
      [{ id: 'c' }, { id: 'a', sponsor: 'c', parent: 'c' }],
      [],
      'members.1.parent stands alone: a place is a parent and a leg',
    ],
    ['an order twice', members, [order, order], 'volumes.1.ref repeats the reference of another order'],
    ['a negative volume', members, [{ ...order, pv: '-1' }], 'volumes.0.pv is not a whole amount as text'],
    ['a fraction', members, [{ ...order, cv: '1.5' }], 'volumes.0.cv is not a whole amount as text'],
    ['an exponent', members, [{ ...order, cv: '1e3' }], 'volumes.0.cv is not a whole amount as text'],
    ['a number instead of text', members, [{ ...order, cv: 1 }], 'volumes.0.cv is not a whole amount as text'],
    [
      'more than the ledger holds',
      members,
      [{ ...order, cv: '1099511627776' }],
      'volumes.0.cv is larger than the ledger can hold',
    ],
    ['an unknown buyer', members, [{ ...order, member: 'x' }], 'volumes.0.member names a member who is not in the list'],
    [
      'a refund of nothing',
      members,
      [{ ...order, kind: 'ownRefund' }],
      'volumes.0.ref refunds an order that is neither above in the file nor in the carry',
    ],
    [
      'a refund too large',
      members,
      [order, { ...order, kind: 'ownRefund', cv: '1001' }],
      'volumes.1.ref refunds more than is left of the order',
    ],
    [
      "a refund of another's order",
      members,
      [order, { ...order, kind: 'ownRefund', member: 'anna' }],
      'volumes.1.ref refunds the order of another member',
    ],
    [
      'a refund of another kind',
      members,
      [order, { ...order, kind: 'customerRefund', customer: 'z' }],
      'volumes.1.ref refunds a purchase as a sale, a sale as a purchase, or the sale to another customer',
    ],
    ['a sale to nobody', members, [{ ...order, kind: 'customerSale' }], 'volumes.0.customer is missing: a sale has a customer'],
    [
      'a customer of an own purchase',
      members,
      [{ ...order, customer: 'z' }],
      "volumes.0.customer stands with a member's own purchase",
    ],
    ['an unknown field', members, [{ ...order, price: '1' }], 'volumes.0.price is not a known field'],
    ['a stray date', members, [{ ...order, at: 'yesterday' }], 'volumes.0.at is not a moment in time'],
  ])('is refused for %s', (_name, listed, volumes, fault) => {
    expect(faultsOf({ members: listed, volumes })).toEqual([fault]);
  });

  it('names faults of form and of sense together, and the first hundred of many', () => {
    const volumes = [
      { ...order, cv: '-1' },
      { ...order, kind: 'ownRefund' },
      { ...order, ref: 'o2', member: 'x' },
    ];
    expect(faultsOf({ members: [...members, { id: 'dora', sponsor: 'x', shoe: 1 }], volumes })).toEqual([
      'members.4.shoe is not a known field',
      'volumes.0.cv is not a whole amount as text',
      'members.4.sponsor names a member who is not in the list',
      'volumes.2.member names a member who is not in the list',
    ]);
    expect(faultsOf({ members, volumes: Array.from({ length: 300 }, () => ({ ...order, member: 'x' })) })).toHaveLength(100);
  });

  it('is refused whole, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (first, second) => {
        expect(faultsOf(first).length).toBeGreaterThan(0);
        expect(readNetwork({ members: [first], volumes: [second] }, undefined).facts).toBeUndefined();
        expect(readCarry(first, '0x').faults.length).toBeGreaterThan(0);
      }),
      { numRuns: cases(300) },
    );
  });

  it('pays, carries, takes back in the next month, and passes over who has left', () => {
    const first = resultOf(planOf(), {
      members,
      volumes: [order, { ...order, member: '4', kind: 'customerSale', customer: 'z', ref: 'o2' }],
    });
    expect(first.earnings.map(({ member, bonuses, cumulative }) => [member, bonuses, cumulative])).toEqual([
      ['boris', { team: '100' }, '100'],
    ]);
    expect(first.lines?.map(({ member, ref, level }) => [member, ref, level])).toEqual([['boris', 'o2', 1]]);
    const back = { member: '4', kind: 'customerRefund', customer: 'z', pv: '0', cv: '500', ref: 'o2' };
    const second = resultOf(planOf(), { members: [...members, { id: 'eva', sponsor: 4 }], volumes: [back] }, first);
    expect(second.earnings).toEqual([
      { member: 'boris', bonuses: { team: '-50' }, net: '-50', credited: '0', cumulative: '100', debt: '50' },
    ]);
    expect(second.carry).toMatchObject({ period: 2, debt: [[3, '50']], cumulative: [[3, '100']] });
    const gone = members.map((member) => (member.id === 'boris' ? { ...member, status: 'left' } : member));
    expect(
      resultOf(planOf(), {
        members: gone,
        volumes: [order, { ...order, member: 'anna', ref: 'o2' }, { ...order, member: '4', ref: 'o3' }],
      }).lines,
    ).toMatchObject([
      { member: 'anna', source: 'boris', passedOver: [] },
      { member: 'anna', source: '4', passedOver: ['boris'] },
    ]);
  });

  it('takes the carry of its own plan only, unchanged, and with the members of it', () => {
    const { carry } = resultOf(planOf(), { members, volumes: [order] });
    const next = { members, volumes: [] };
    expect(faultsOf(next, carry)).toEqual([]);
    expect(faultsOf(next, carry, planOf({ capPpm: 1 }))).toEqual(['planHash belongs to another plan']);
    expect(faultsOf(next, { ...carry, period: 7 })).toEqual(['hash does not fit the rest of the carry: it was changed']);
    expect(faultsOf({ members: members.slice(0, 3), volumes: [] }, carry)).toEqual([
      'members.3 differs from the carry: earlier members stay, in their order, under their sponsors',
    ]);
    expect(faultsOf({ members, volumes: [order] }, carry)).toEqual(['volumes.0.ref repeats the reference of another order']);
  });

  it('carries what ranks, customers and bonuses on a whole period need to take back in a later month', () => {
    const fund = { ...poolBonus, sharesByRank: { seller: 1 } };
    const ranks = { advance: 'direct', steps: [{ id: 'seller', name: bonusName, requires: { customersAtLeast: 1 } }] };
    const plan = planOf({ active: '0', plan: { ranks, bonuses: [fund] } });
    const sale = { member: 'anna', kind: 'customerSale', customer: 'z', pv: '10', cv: '1000', ref: 'o1' };
    const first = resultOf(plan, { members, volumes: [sale, { ...order, ref: 'o2' }] });
    expect([first.ranks, first.totals.bonuses]).toEqual([{ anna: 'seller' }, { fund: '200' }]);
    const carry: unknown = JSON.parse(JSON.stringify(first.carry));
    const second = resultOf(plan, { members, volumes: [{ ...sale, kind: 'customerRefund' }] }, carry);
    // The rank of the first month stands; only the volume of the pool has shrunk.
    expect(second.earnings).toMatchObject([{ member: 'anna', bonuses: { fund: '-100' }, cumulative: '200', debt: '100' }]);
    expect(second.lines).toMatchObject([{ bonus: 'fund', source: 'company', reversalOf: 1, base: '-1000' }]);
    expect(second.lines?.[0]).not.toHaveProperty('ref');
  });

  it('gives month by month, through files, what the chronicle gives in one go', { timeout: 60_000 }, () => {
    const size = { members: 15, months: 4, entries: 12 };
    const carried = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(worldArbitrary(size), placedWorldArbitrary(size, planArbitrary())), ({ facts, plans }) => {
        const plan = plans.get(1) as Plan;
        const periods = facts.periods.map((period) => ({ ...period, planVersion: 1, budget: 2n ** 60n }));
        let carry: unknown;
        for (const { input, result } of replay({ ...facts, periods }, new Map([[1, plan]]))) {
          // A network file knows neither nonsense nor credits of a checkout.
          if (result.anomalies.length > 0 || [...input.entries].some(isCredit)) return;
          const listed = Array.from({ length: input.memberCount }, (_, index) => ({
            id: index + 1,
            sponsor: input.sponsorOf[index + 1],
            ...placeOf(input, index + 1),
          }));
          const seen = resultOf(plan, { members: listed, volumes: [...input.entries].flatMap(volumeOf) }, carry);
          if (result.scale.gross > result.scale.limit || BigInt(seen.carry.budget) < result.total) return;
          expect(seen.earnings.map(({ member, cumulative, debt }) => [member, cumulative, debt])).toEqual(
            [...result.earnings].map(({ memberId, cumulative, debt }) => [String(memberId), String(cumulative), String(debt)]),
          );
          // What is carried went through a file in between.
          carry = JSON.parse(JSON.stringify(seen.carry));
          for (const name of Object.keys(seen.carry.columns?.values ?? {})) carried.add(name.split('.')[0] ?? '');
          const columns = seen.carry.columns && signedValuesOf(seen.carry.columns.values, result.memberCount);
          expect(columns).toEqual(result.carryOut.columns?.values);
        }
      }),
      { numRuns: cases(300) },
    );
    // Some are too rare to be seen in haste.
    if (inHaste) return;
    expect([...carried].sort()).toEqual([
      'accumulated',
      'binary',
      'direct',
      'grace',
      'held',
      'joined',
      'passUp',
      'pool',
      'streak',
      'title',
    ]);
  });
});

const isCredit = ({ kind }: VolumeEntry): boolean => kind === 'instantSettled';

/** The place of a member as a file of that period would have it. */
function placeOf({ placement, period }: RunInput, member: number): object {
  const parent = placement?.parentOf[member] ?? 0;
  return parent === 0 || (placement?.placedIn?.[member] ?? 0) > period ? {} : { parent, leg: placement?.legOf[member] ?? 0 };
}

function volumeOf(entry: VolumeEntry): object[] {
  if (entry.kind === 'attestation' || entry.kind === 'instantSettled') return [];
  const { kind, memberId, orderRef, pv, cv } = entry;
  const customer = kind === 'customerSale' || kind === 'customerRefund' ? { customer: `k${entry.customer}` } : {};
  return [{ kind, member: memberId, ref: `r${orderRef}`, pv: String(pv), cv: String(cv), ...customer }];
}

describe('the difference of two plans', () => {
  it('is told by path, bonuses by their id', () => {
    expect(diffPlans(planOf(), planOf())).toEqual([]);
    expect(diffPlans(planOf(), planOf({ capPpm: 1, bonus: { compression: 'none', levels: [{ ratePpm: 5 }] } }))).toEqual([
      { path: 'bonuses.team.compression', before: 'standard', after: 'none' },
      { path: 'bonuses.team.levels.0.ratePpm', before: 100_000, after: 5 },
      { path: 'bonuses.team.levels.1', before: { ratePpm: 50_000 } },
      { path: 'bonuses.team.levels.2', before: { ratePpm: 30_000 } },
      { path: 'cap.ratePpm', before: 400_000, after: 1 },
    ]);
    const [bonus] = planOf().bonuses;
    const two = { ...planOf(), bonuses: [bonus, { ...bonus, id: 'other' }] } as Plan;
    expect(diffPlans(two, { ...two, bonuses: two.bonuses.toReversed() })).toEqual([
      { path: 'bonuses.order', before: ['team', 'other'], after: ['other', 'team'] },
    ]);
  });
});
