import fc from 'fast-check';
import { type ChainFacts, type Plan, type VolumeEntry } from '../index.ts';
import { chainOf, planOf, type Month } from './world.ts';

export interface World {
  readonly facts: ChainFacts;
  readonly plans: ReadonlyMap<number, Plan>;
}

interface Pick {
  readonly what: 'own' | 'customer' | 'refund' | 'garbage';
  readonly member: number;
  readonly pv: number;
  readonly cv: bigint;
  readonly part: number;
}

const shapes = ['chain', 'star', 'random'] as const;

const pickArbitrary: fc.Arbitrary<Pick> = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('own' as const) },
    { weight: 3, arbitrary: fc.constant('customer' as const) },
    { weight: 3, arbitrary: fc.constant('refund' as const) },
    { weight: 1, arbitrary: fc.constant('garbage' as const) },
  ),
  member: fc.nat(1_000_000),
  pv: fc.constantFrom(0, 1, 4_999, 5_000, 9_999, 10_000, 10_001, 25_000),
  cv: fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(0n, 1_000_000_000n), fc.constant(0xff_ffff_ffffn)),
  part: fc.constantFrom(1, 2, 3, 5, 7),
});

const planArbitrary: fc.Arbitrary<Plan> = fc
  .record({
    compression: fc.constantFrom('none', 'standard', 'dynamic'),
    customerSaleLevelOne: fc.constantFrom('seller', 'sponsor'),
    rounding: fc.constantFrom('down', 'halfUp', 'halfEven'),
    levels: fc.array(
      fc.record(
        {
          ratePpm: fc.constantFrom(0, 1, 12_345, 50_000, 100_000, 333_333),
          ppvAtLeast: fc.constantFrom('5000', '10001', '20000'),
        },
        { requiredKeys: ['ratePpm'] },
      ),
      { minLength: 1, maxLength: 7 },
    ),
    active: fc.constantFrom('0', '0', '5000', '10000'),
    capPpm: fc.constantFrom(1, 50_000, 400_000, 1_000_000),
  })
  .map(({ active, capPpm, ...bonus }) => planOf({ bonus, active, capPpm }));

/** A network of several months: joins, two plans, own purchases, customer sales, refunds in part and in full, and nonsense. */
export function worldArbitrary(size: { members: number; months: number; entries: number }): fc.Arbitrary<World> {
  return fc
    .record({
      shape: fc.constantFrom(...shapes),
      seeds: fc.array(fc.nat(1_000_000), { minLength: 2, maxLength: size.members, size: 'max' }),
      plans: fc.tuple(planArbitrary, planArbitrary),
      months: fc.array(
        fc.record({
          joined: fc.integer({ min: 30, max: 100 }),
          picks: fc.array(pickArbitrary, { maxLength: size.entries, size: 'max' }),
        }),
        {
          minLength: 1,
          maxLength: size.months,
        },
      ),
    })
    .map(({ shape, seeds, plans: [first, second], months }) => {
      const sponsors = [0, ...seeds.map((seed, index) => sponsorFor(shape, seed, index + 1))];
      const plans = new Map([
        [1, first],
        [2, second],
      ]);
      return { plans, facts: chainOf(sponsors, monthsFrom(months, sponsors.length), plans) };
    });
}

/** @param known members before this one */
function sponsorFor(shape: (typeof shapes)[number], seed: number, known: number): number {
  if (shape === 'chain') return known;
  return shape === 'star' ? Math.min(known, 2) : 1 + (seed % known);
}

function monthsFrom(plan: readonly { joined: number; picks: readonly Pick[] }[], memberTotal: number): Month[] {
  const orders: Extract<VolumeEntry, { orderRef: number }>[] = [];
  let memberCount = 1;
  return plan.map(({ joined, picks }, index) => {
    const share = index === plan.length - 1 ? memberTotal : 1 + Math.floor(((memberTotal - 1) * joined) / 100);
    memberCount = Math.max(memberCount, share);
    const entries = picks.map((pick) => entryFrom(pick, memberCount, orders));
    return { memberCount, planVersion: index < 2 ? 1 : 2, entries };
  });
}

function entryFrom(pick: Pick, memberCount: number, orders: Extract<VolumeEntry, { orderRef: number }>[]): VolumeEntry {
  const memberId = 1 + (pick.member % memberCount);
  const order = orders[pick.member % Math.max(1, orders.length)];
  const fresh = { memberId, pv: BigInt(pick.pv), cv: pick.cv, orderRef: orders.length + 1 };
  if (pick.what === 'garbage') return nonsense(pick, fresh, order);
  if (pick.what === 'refund' && order !== undefined) {
    const part = BigInt(pick.part);
    return {
      ...order,
      kind: order.kind === 'customerSale' ? 'customerRefund' : 'ownRefund',
      pv: order.pv / part,
      cv: order.cv / part,
    } as VolumeEntry;
  }
  const entry =
    pick.what === 'customer'
      ? { ...fresh, kind: 'customerSale' as const, customer: pick.member % 9 }
      : { ...fresh, kind: 'ownPurchase' as const };
  orders.push(entry);
  return entry;
}

/** What a careless recorder might write: the contract takes it, the engine must survive it. */
function nonsense(
  pick: Pick,
  fresh: { memberId: number; pv: bigint; cv: bigint; orderRef: number },
  order: Extract<VolumeEntry, { orderRef: number }> | undefined,
): VolumeEntry {
  if (pick.part === 1) return { kind: 'attestation', memberId: fresh.memberId, topic: 2, value: 5n, reference: 0 };
  if (pick.part === 2) return { ...fresh, kind: 'instantSettled' };
  if (pick.part === 5 && order !== undefined) {
    // The right order, but another member, or another kind of sale.
    const wrong = pick.member % 2 === 0 ? { memberId: fresh.memberId } : { customer: 99 };
    return { customer: 3, ...order, ...wrong, kind: 'customerRefund', cv: 1n, pv: 0n };
  }
  if (pick.part === 3 || order === undefined) return { ...fresh, kind: 'ownRefund', orderRef: 999_999 };
  return { ...fresh, kind: 'ownPurchase', orderRef: order.orderRef };
}
