import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type VolumeEntry } from '../ledger/entry.ts';
import { createChance, type Chance } from './chance.ts';
import { type TrialNetwork, type TrialPeriod } from './network.ts';
import { type Scenario } from './scenario.ts';

/** Parts of the world with chance of their own. */
const PART = { joining: 1, buying: 2, leaving: 3, returning: 4 } as const;

/** An order, which may come back; without customer it is an own purchase. */
interface Sale {
  readonly memberId: number;
  readonly pv: bigint;
  readonly cv: bigint;
  readonly orderRef: number;
  readonly customer?: number;
}

function entryOf({ customer, ...order }: Sale, refund: boolean): VolumeEntry {
  if (customer === undefined) return { ...order, kind: refund ? 'ownRefund' : 'ownPurchase' };
  return { ...order, customer, kind: refund ? 'customerRefund' : 'customerSale' };
}

/** Grows a network month by month. Equal scenarios give equal networks, whatever plan is tried on them: docs/plans.md section 22. */
export function growNetwork(scenario: Scenario): TrialNetwork & Required<Pick<TrialNetwork, 'placement'>> {
  const { months, seed } = scenario;
  const chance = createChance(seed);
  const people = createPeople(scenario, chance.branch(PART.joining));
  const market = createMarket(scenario, chance.branch(PART.buying), chance.branch(PART.returning));
  const leaving = chance.branch(PART.leaving);
  const left = new Set<number>();
  const periods: TrialPeriod[] = [];
  let bought: readonly number[] = [];
  for (let month = 1; month <= months; month += 1) {
    const before = people.count();
    for (let member = COMPANY_MEMBER + 1; member <= before; member += 1) {
      if (leaving.happens(scenario.leavesPpm)) left.add(member);
    }
    people.join(
      month,
      bought.filter((member) => !left.has(member)),
    );
    const { entries, buyers } = market.month(people.count(), before, left);
    bought = buyers;
    periods.push({ memberCount: people.count(), entries, left: new Set(left) });
  }
  return { nameOf: String, periods, ...people.trees() };
}

/** Who is there, under whom, and at which place. */
function createPeople(
  { startMembers, mostMembers, width, bringsPpm, buildersPpm, builderTimes, walkIns }: Scenario,
  chance: Chance,
) {
  const sponsors = [0, 0];
  const parents = [0, 0];
  const legs = [0, 0];
  const builders = new Set<number>();
  /** Places taken below a place, and whose turn it is when all are. */
  const taken = [0, 0];
  const turn = [0, 0];
  const count = (): number => sponsors.length - 1;

  function join(sponsor: number): void {
    if (count() > mostMembers) return;
    let parent = sponsor;
    while (taken[parent] === width) parent = children.get(parent * width + nextTurn(parent)) ?? parent;
    const member = sponsors.push(sponsor) - 1;
    const leg = taken[parent] ?? 0;
    children.set(parent * width + leg, member);
    taken[parent] = leg + 1;
    parents.push(parent);
    legs.push(leg);
    taken.push(0);
    turn.push(0);
    if (chance.happens(buildersPpm)) builders.add(member);
  }

  const children = new Map<number, number>();
  function nextTurn(parent: number): number {
    const leg = turn[parent] ?? 0;
    turn[parent] = (leg + 1) % width;
    return leg;
  }

  return {
    count,
    /** @param bringers who bought in the month before and is still there, in the order of numbers */
    join(month: number, bringers: readonly number[]): void {
      if (month === 1) {
        // Whoever comes later stands under somebody who is there: a random recursive tree, as networks are.
        for (let made = 0; made < startMembers; made += 1) join(COMPANY_MEMBER + chance.below(count()));
        return;
      }
      for (const bringer of bringers) {
        const times = builders.has(bringer) ? builderTimes : 1;
        for (let attempt = 0; attempt < times; attempt += 1) if (chance.happens(bringsPpm)) join(bringer);
      }
      for (let made = 0; made < walkIns; made += 1) join(COMPANY_MEMBER);
    },
    trees: () => ({
      sponsorOf: Uint32Array.from(sponsors),
      placement: { parentOf: Uint32Array.from(parents), legOf: Uint8Array.from(legs) },
    }),
  };
}

/** What is bought, sold and brought back. */
function createMarket(
  { buysPpm, firstMonthPpm, sellsPpm, customersEach, baskets, refundsPpm }: Scenario,
  chance: Chance,
  returning: Chance,
) {
  const bag = baskets.flatMap(({ pv, cv, weight }) => Array.from({ length: weight }, () => ({ pv: BigInt(pv), cv: BigInt(cv) })));
  let orderRef = 0;
  let lastMonth: readonly Sale[] = [];

  function basket(): { pv: bigint; cv: bigint; orderRef: number } {
    orderRef += 1;
    return { ...(bag[chance.below(bag.length)] ?? { pv: 0n, cv: 0n }), orderRef };
  }

  return {
    /** @param before members who were there in the month before; those with a higher number are new */
    month(memberCount: number, before: number, left: ReadonlySet<number>): { entries: VolumeEntry[]; buyers: number[] } {
      const returned = lastMonth.filter(() => returning.happens(refundsPpm));
      const sales: Sale[] = [];
      const buyers: number[] = [];
      for (let memberId = COMPANY_MEMBER + 1; memberId <= memberCount; memberId += 1) {
        if (left.has(memberId) || !chance.happens(memberId > before ? firstMonthPpm : buysPpm)) continue;
        buyers.push(memberId);
        sales.push({ memberId, ...basket() });
        if (!chance.happens(sellsPpm)) continue;
        const customer = memberId * customersEach + chance.below(customersEach);
        sales.push({ memberId, ...basket(), customer });
      }
      lastMonth = sales;
      const entries = [...returned.map((sale) => entryOf(sale, true)), ...sales.map((sale) => entryOf(sale, false))];
      return { entries, buyers };
    },
  };
}
