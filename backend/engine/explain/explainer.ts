import { applyRate } from '#kernel/rate.ts';
import { paysOnOrders } from '../bonuses/registry.ts';
import { type Order } from '../ledger/order.ts';
import { preorder, standsIn, type Preorder } from '../ranks/preorder.ts';
import { capsApplied, type CapApplied } from '../run/bonus-caps.ts';
import { fullLine, orderLines, refundLines, type BareLine } from '../run/lines.ts';
import { openRun, type OpenedRun } from '../run/open.ts';
import { granted } from '../run/period.ts';
import { settle } from '../run/settle.ts';
import { type Line, type RunInput, type Scale } from '../run/types.ts';
import { groundsOf, type Grounds } from './grounds.ts';
import { missingBonuses, missingRank, type MissingBonus, type MissingRank } from './missing.ts';

/** Why a member's period came to what it did. Σ lines = net; net less earlier debt, if positive, = credited. */
export interface Explanation {
  readonly period: number;
  readonly memberId: number;
  readonly ppv: bigint;
  readonly active: boolean;
  /** Id of the rank of the period; undefined without one. */
  readonly rank: string | undefined;
  readonly lines: readonly Line[];
  readonly net: bigint;
  readonly debtBefore: bigint;
  readonly credited: bigint;
  readonly debt: bigint;
  readonly cumulative: bigint;
  readonly scale: Scale;
  /** Caps of the plan that cut at the member's lines of this period's own orders, before the scale-down. */
  readonly caps: readonly CapApplied[];
}

/** Answers questions about one period. It is opened once, which costs a run, and then each answer costs what the member's own lines cost. */
export interface Explainer {
  explain(memberId: number): Explanation;
  /** What a line of a bonus on a whole period, or its reversal, is made of, down to orders. */
  groundsOf(line: Line): Grounds;
  /** Bonuses that gave the member nothing: which conditions were not met, and by how much. */
  missing(memberId: number): readonly MissingBonus[];
  /** What the next rank would have asked for; undefined for who has the highest, and in plans without ranks. */
  nextRank(memberId: number): MissingRank | undefined;
}

/** @throws UplineError ENGINE.* for facts that cannot be */
export function openExplainer(input: RunInput): Explainer {
  const run = openRun(input);
  const { memberCount } = input;
  const { own } = run;
  const bySponsor = listByPlace(run, preorder(input.sponsorOf, memberCount), memberCount);
  let placed: ReturnType<typeof listByPlace> | undefined;
  const byPlacement = (): typeof bySponsor =>
    (placed ??= listByPlace(run, preorder(own.context.parentOf(), memberCount), memberCount));
  const byPlaces = bonusesByPlaces(run);
  const claims = Map.groupBy(run.claims, ({ memberId }) => memberId);
  const changes = Map.groupBy(run.revaluation.claims, ({ share }) => share.memberId);

  function* linesOf(memberId: number): Generator<BareLine> {
    for (const [index, bonus] of own.bonuses.entries()) {
      const orders = byPlaces[index] === true ? byPlacement() : bySponsor;
      for (const order of orders.below(memberId)) if (order.cv > 0n) yield* orderLines(own, bonus, order, memberId);
    }
    for (const share of claims.get(memberId) ?? [])
      yield { share, amount: granted(share.amount, share, own), entry: run.lastEntry };
    for (const refund of run.ledger.refunds) {
      const source = refund.order.memberId;
      const near =
        refund.order.credits?.some((credit) => credit.memberId === memberId) === true ||
        standsIn(bySponsor.order, memberId, source) ||
        (input.placement !== undefined && standsIn(byPlacement().order, memberId, source));
      if (near && refund.cv > 0n) yield* refundLines(run.periodOf(refund.order), refund);
    }
    yield* changes.get(memberId) ?? [];
  }

  function explain(memberId: number): Explanation {
    const bare = [...linesOf(memberId)].filter(({ share }) => share.memberId === memberId);
    const lines = bare.map(fullLine);
    const net = lines.reduce((sum, line) => sum + line.amount, 0n);
    const before = input.carryIn.cumulative[memberId] ?? 0n;
    const debtBefore = input.carryIn.debt[memberId] ?? 0n;
    return {
      period: input.period,
      memberId,
      ppv: own.ppv[memberId] ?? 0n,
      active: own.flags.get('active')?.[memberId] === 1,
      rank: input.plan.ranks?.steps[(own.rank[memberId] ?? 0) - 1]?.id,
      lines,
      net,
      debtBefore,
      ...settle(before, debtBefore, net),
      scale: own.scale,
      caps: capsApplied(own.caps, own.capScales ?? [], bare.flatMap(inFull), own.context),
    };
  }

  return {
    explain,
    groundsOf: (line) => groundsOf(line, run),
    missing: (memberId) => missingBonuses(memberId, run, new Set(explain(memberId).lines.map(({ bonusId }) => bonusId))),
    nextRank: (memberId) => missingRank(memberId, own),
  };
}

/** What a line of the period's own orders comes to before caps and scale-down; nothing of a reversal. */
function inFull(line: BareLine): { memberId: number; bonusId: string; amount: bigint }[] {
  const { memberId, bonusId } = line.share;
  if (!('order' in line)) return line.reversalOf === undefined ? [{ memberId, bonusId, amount: line.share.amount }] : [];
  const { ratePpm, rounding } = line.share;
  return line.refund === undefined ? [{ memberId, bonusId, amount: applyRate(line.order.cv, ratePpm, rounding) }] : [];
}

/** Which bonuses on orders walk the placement tree: a member is paid on orders from below in the tree of the bonus, or on own sales. */
function bonusesByPlaces({ own }: OpenedRun): boolean[] {
  const onOrders = own.plan.bonuses.filter((bonus) => paysOnOrders(bonus));
  return onOrders.map((bonus) => 'tree' in bonus && bonus.tree === 'placement');
}

/** The period's orders, found by where in a tree whoever placed them stands. */
function listByPlace(
  { ledger: { orders } }: OpenedRun,
  order: Preorder,
  memberCount: number,
): { readonly order: Preorder; below(memberId: number): readonly Order[] } {
  const start = new Uint32Array(memberCount + 3);
  const { members } = orders;
  for (const memberId of members) start[(order.place[memberId] ?? 0) + 1] = (start[(order.place[memberId] ?? 0) + 1] ?? 0) + 1;
  for (let place = 1; place < start.length; place += 1) start[place] = (start[place] ?? 0) + (start[place - 1] ?? 0);
  const next = start.slice();
  const list = new Uint32Array(orders.length);
  members.forEach((memberId, index) => {
    const place = order.place[memberId] ?? 0;
    list[next[place] ?? 0] = index;
    next[place] = (next[place] ?? 0) + 1;
  });
  return {
    order,
    below(memberId) {
      const first = order.place[memberId] ?? 0;
      const found = list.slice(start[first], start[first + (order.size[memberId] ?? 0)]).sort();
      return Array.from(found, (index) => orders.at(index));
    },
  };
}
