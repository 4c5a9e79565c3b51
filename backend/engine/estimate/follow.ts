import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { openConditions } from '../activity/index.ts';
import { markedMembers } from '../bonuses/amounts.ts';
import { needsAllOrders, paysOnOrders, type PeriodBonus } from '../bonuses/registry.ts';
import { type Order } from '../ledger/order.ts';
import { type LedgerReader, type LatestOrders, type Refund } from '../ledger/orders.ts';
import { legsOf } from '../ranks/structure.ts';
import { capUse, periodLimit } from '../run/cap.ts';
import { SettledEarnings } from '../run/earnings.ts';
import { checkInput, columnsOut, newMembers } from '../run/open.ts';
import { openPeriod, type OpenedPeriod } from '../run/period.ts';
import { memoryOf } from '../run/run.ts';
import { settle } from '../run/settle.ts';
import { type PeriodMemory, type PeriodOutcome, type RunInput, type Scale } from '../run/types.ts';
import { growCarry } from '../state/carry.ts';
import { columnsBefore } from '../state/remember.ts';
import { MAX_AMOUNT } from '../payout-tree/tree.ts';
import { asksForCustomers } from '../volumes/sales.ts';
import { followBinary, followDifferential, followRankReward, followVolume, type Settled } from './branches.ts';
import { OrderBook, type Change, type Followed } from './changes.ts';
import { followMatching, followPool } from './pool-and-matching.ts';
import { Sums } from './sums.ts';

/** A period that is kept up to date order by order. Decision 0019. */
export interface Following {
  /**
   * Takes in what the ledger has read since.
   * @returns the outcome, which is that of a full run; undefined when that has to be made: for now, or, once `lost`, for good
   */
  follow(input: RunInput): PeriodOutcome | undefined;
  readonly lost: boolean;
}

/** More new entries than this are read quicker by a full run. */
const MOST_ENTRIES = 1_000;

/** @returns undefined when something in the plan hangs on more than can be followed */
export function openFollowing(input: RunInput, ledger: LedgerReader): Following | undefined {
  const { plan } = input;
  const capped = plan.caps !== undefined || asksForCustomers(plan);
  const ranked = plan.ranks?.steps.some(({ requires }) => requires.matrix !== undefined) === true;
  if (capped || ranked) return undefined;
  checkInput(input);
  const first = ledger.readFrom(0, 0);
  return followable(first, input.period) ? follows(input, ledger, first) : undefined;
}

/** Earlier periods are valued anew by a refund, and credits taken back by it: that is left to a full run. */
function followable({ refunds }: Pick<LatestOrders, 'refunds'>, period: number): boolean {
  return refunds.every(({ order }) => order.period === period && order.credits === undefined);
}

function follows(start: RunInput, ledger: LedgerReader, first: LatestOrders): Following | undefined {
  const { memberCount } = start;
  const volumes = openVolumes(memberCount);
  for (const order of first.orders) volumes.place(order);
  for (const refund of first.refunds) volumes.refund(refund);
  const { ppv, cvOf, book } = volumes;
  const terms = termsOf(start, ppv);
  const own = openPeriod(terms, start, () => []);
  const settled: Settled = { context: own.context, cvOf, legs: legsOf(memberCount, start.sponsorOf) };
  const followed = followBonuses(own, settled, book);
  return (
    followed && keepUp(start, ledger, { volumes, own, bonuses: followed, counts: [first.orders.length, first.refunds.length] })
  );
}

interface KeptUp {
  readonly volumes: Volumes;
  readonly own: OpenedPeriod;
  readonly bonuses: readonly FollowedBonus[];
  /** Orders and refunds that are in it. */
  readonly counts: readonly [number, number];
}

function keepUp(start: RunInput, ledger: LedgerReader, { volumes, own, bonuses, counts }: KeptUp): Following {
  const { memberCount, plan } = start;
  const { ppv, book } = volumes;
  const tests = [...openConditions(plan, start.left)].map(([name, met]) => ({ flags: own.flags.get(name), met }));
  const grouped = plan.ranks !== undefined || plan.bonuses.some(({ kind }) => kind === 'differential' || kind === 'volume');
  const balances = openBalances(
    start,
    bonuses.map(({ sums }) => sums),
  );
  let [orderCount, refundCount] = counts;
  let lost = !balances.settle();

  /** Brings volumes, conditions and ranks up to the entries. */
  function settleVolumes(sources: readonly number[]): Pick<Change, 'path' | 'members'> {
    for (const source of sources) {
      for (const { flags, met } of tests) {
        if (flags !== undefined && source > COMPANY_MEMBER) flags[source] = met(source, ppv[source] ?? 0n) ? 1 : 0;
      }
    }
    const path = pathOf(sources, start.sponsorOf);
    const structure = grouped ? own.context.structure() : undefined;
    const ranked = structure === undefined ? [] : path.filter((member) => structure.again(member));
    return { path, members: [...new Set([...sources, ...ranked])] };
  }

  function take(): boolean {
    const added = ledger.readFrom(orderCount, refundCount);
    if (!followable(added, start.period) || added.orders.length + added.refunds.length > MOST_ENTRIES) return false;
    const entries = [...added.orders.map((order) => ({ order, pv: order.pv, cv: order.cv })), ...added.refunds.map(negative)];
    const cvBy = new Map<number, bigint>();
    for (const { order, pv, cv } of entries) {
      volumes.add(order.memberId, pv, cv);
      cvBy.set(order.memberId, (cvBy.get(order.memberId) ?? 0n) + cv);
    }
    const sources = [...cvBy.keys()];
    const change = { sources, cvBy, ...settleVolumes(sources) };
    for (const { followed } of bonuses) followed.withdraw?.(change);
    for (const order of added.orders) book.place(order);
    for (const refund of added.refunds) book.refund(refund);
    for (const { followed } of bonuses) followed.follow(change);
    orderCount += added.orders.length;
    refundCount += added.refunds.length;
    return balances.settle();
  }

  return {
    get lost() {
      return lost;
    },
    follow(input) {
      lost ||= !sameTrees(start, input) || !take();
      if (lost) return undefined;
      const { netCv, instant, anomalies, touched } = ledger.readFrom(orderCount, refundCount);
      const limit = periodLimit(input.plan, netCv, instant, input.budget, input.carryIn.total);
      const scale: Scale = { limit, gross: bonuses.reduce((sum, { sums }) => sum + sums.total, 0n) };
      // Every line is rounded anew then.
      if (scale.gross > limit) return undefined;
      const points = ppv.slice();
      const columns = columnsOut(
        own,
        bonuses.flatMap(({ followed }) => followed.columns?.() ?? []),
      );
      return {
        period: input.period,
        planVersion: input.planVersion,
        memberCount,
        entryCount: input.firstEntry + input.entries.length,
        totalsByBonus: Object.fromEntries(bonuses.map(({ sums }) => [sums.bonusId, sums.total])),
        linesByBonus: Object.fromEntries(bonuses.map(({ sums }) => [sums.bonusId, sums.lineCount])),
        netCv,
        instant,
        ...balances.outcome(columns),
        scale,
        capUsePpm: capUse(scale),
        anomalies: [...anomalies],
        touchedOrders: touched,
        memory: {
          ...memoryOf(own),
          ...(own.orderCount === undefined ? {} : { orderCount }),
          ppv: points,
          scale,
        },
        ppv: points,
        rank: own.rank.slice(),
        active: own.flags.get('active')?.slice() ?? new Uint8Array(memberCount + 1),
      };
    },
  };
}

function negative({ order, pv, cv }: Refund): { order: Order; pv: bigint; cv: bigint } {
  return { order, pv: -pv, cv: -cv };
}

/** Whether nobody has joined or left, and nothing else is known of those who are there. */
export function sameTrees(before: RunInput, now: RunInput): boolean {
  return (
    before.memberCount === now.memberCount &&
    before.sponsorOf === now.sponsorOf &&
    before.placement?.parentOf === now.placement?.parentOf &&
    before.placement?.legOf === now.placement?.legOf &&
    before.placement?.placedIn === now.placement?.placedIn &&
    before.left === now.left &&
    before.known === now.known
  );
}

/** What the period is remembered by; its PPV goes on with the estimate. */
function termsOf(input: RunInput, ppv: BigUint64Array): PeriodMemory {
  const { period, plan, memberCount, carryIn, left } = input;
  const columns = columnsBefore(plan, carryIn.columns, { period, memberCount, known: carryIn.memberCount, ...newMembers(input) });
  return {
    period,
    plan,
    memberCount,
    ppv,
    scale: { limit: 0n, gross: 0n },
    ...(left === undefined || left.size === 0 ? {} : { left }),
    ...(columns === undefined ? {} : { columns }),
    ...(plan.bonuses.some((bonus) => needsAllOrders(bonus)) ? { orderCount: 0 } : {}),
  };
}

interface Volumes {
  readonly ppv: BigUint64Array;
  readonly cvOf: BigInt64Array;
  readonly book: OrderBook;
  add(memberId: number, pv: bigint, cv: bigint): void;
  place(order: Order): void;
  refund(refund: Refund): void;
}

function openVolumes(memberCount: number): Volumes {
  const ppv = new BigUint64Array(memberCount + 1);
  const cvOf = new BigInt64Array(memberCount + 1);
  const book = new OrderBook();
  function add(memberId: number, pv: bigint, cv: bigint): void {
    // Never below zero: only orders of this period are taken back, and none beyond itself.
    ppv[memberId] = (ppv[memberId] ?? 0n) + pv;
    cvOf[memberId] = (cvOf[memberId] ?? 0n) + cv;
  }
  return {
    ppv,
    cvOf,
    book,
    add,
    place(order) {
      add(order.memberId, order.pv, order.cv);
      book.place(order);
    },
    refund(refund) {
      add(refund.order.memberId, -refund.pv, -refund.cv);
      book.refund(refund);
    },
  };
}

/** These members and everybody above them, from the highest number down. */
function pathOf(members: readonly number[], above: Uint32Array): number[] {
  const path = new Set<number>();
  for (const head of members) {
    for (let member = head; member !== 0 && !path.has(member); member = above[member] ?? 0) path.add(member);
  }
  return [...path].toSorted((one, other) => other - one);
}

interface FollowedBonus {
  readonly followed: Followed;
  readonly sums: Sums;
}

/** Every bonus of the plan in its order, when all of them can be followed. They follow one another as they read each other. */
function followBonuses(own: OpenedPeriod, settled: Settled, book: OrderBook): readonly FollowedBonus[] | undefined {
  const { plan, memberCount } = own;
  const sums = new Map(plan.bonuses.map(({ id }) => [id, new Sums(id, memberCount)]));
  const sumsOf = (id: string): Sums => sums.get(id) ?? new Sums(id, memberCount);
  const onOrders = plan.bonuses.filter((bonus) => paysOnOrders(bonus));
  const onPeriod = plan.bonuses.filter((bonus): bonus is PeriodBonus => !paysOnOrders(bonus));
  const found: (FollowedBonus | undefined)[] = onOrders.map(({ id }, index) => {
    const followed = own.bonuses[index]?.followed?.(book, sumsOf(id));
    return followed && { followed, sums: sumsOf(id) };
  });
  const matching = onPeriod.filter(({ kind }) => kind === 'matching');
  for (const bonus of [...onPeriod.filter(({ kind }) => kind !== 'matching'), ...matching]) {
    const followed = followOnPeriod(bonus, settled, sumsOf);
    found.push(followed && { followed, sums: sumsOf(bonus.id) });
  }
  const all = found.filter((bonus) => bonus !== undefined);
  return all.length === found.length ? all : undefined;
}

function followOnPeriod(bonus: PeriodBonus, settled: Settled, sumsOf: (id: string) => Sums): Followed | undefined {
  const sums = sumsOf(bonus.id);
  if (bonus.kind === 'binary') return followBinary(bonus, settled, sums);
  if (bonus.kind === 'differential') return followDifferential(bonus, settled, sums);
  if (bonus.kind === 'volume') return followVolume(bonus, settled, sums);
  if (bonus.kind === 'pool') return followPool(bonus, settled, sums);
  if (bonus.kind === 'rankReward') return followRankReward(bonus, settled, sums);
  const matched = [...new Set(bonus.of)].map((id) => sumsOf(id));
  return followMatching(bonus, settled, matched, sums);
}

/** What everybody is owed, member by member brought up to the sums. */
function openBalances({ carryIn, memberCount }: RunInput, all: readonly Sums[]) {
  const { cumulative, debt } = growCarry(carryIn, memberCount);
  const lined = new Uint8Array(memberCount + 1);
  let credited = 0n;
  let debtTotal = debt.reduce((sum, owed) => sum + owed, 0n);

  function settleMember(memberId: number): boolean {
    const before = { cumulative: carryIn.cumulative[memberId] ?? 0n, debt: carryIn.debt[memberId] ?? 0n };
    let net = 0n;
    let has = false;
    for (const sums of all) {
      net += sums.of(memberId);
      has ||= sums.hasLine(memberId);
    }
    const after = has ? settle(before.cumulative, before.debt, net) : before;
    credited += after.cumulative - (cumulative[memberId] ?? 0n);
    debtTotal += after.debt - (debt[memberId] ?? 0n);
    cumulative[memberId] = after.cumulative;
    debt[memberId] = after.debt;
    lined[memberId] = has ? 1 : 0;
    // Debt only gets less: no sum of lines is below zero.
    return after.cumulative <= MAX_AMOUNT;
  }

  /** @returns false when a number has left its bounds: then a full run says so */
  function settleChanged(): boolean {
    let fits = true;
    for (const { changed, fits: sumFits } of all) {
      fits &&= sumFits;
      // Whoever was changed by several bonuses is settled several times, which costs less than finding that out.
      for (const memberId of changed) fits = settleMember(memberId) && fits;
    }
    for (const sums of all) sums.settled();
    return fits;
  }

  return {
    settle: settleChanged,
    outcome(
      columns: ReturnType<typeof columnsOut>,
    ): Pick<PeriodOutcome, 'earnings' | 'carryOut' | 'total' | 'credited' | 'debtTotal'> {
      const total = carryIn.total + credited;
      const carryOut = {
        memberCount,
        cumulative: cumulative.slice(),
        debt: debt.slice(),
        total,
        ...(columns === undefined ? {} : { columns }),
      };
      return {
        earnings: new SettledEarnings(markedMembers(lined), carryIn, carryOut),
        carryOut,
        total,
        credited,
        debtTotal,
      };
    },
  };
}
