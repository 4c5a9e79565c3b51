import { applyRate, floorRate } from '#kernel/rate.ts';
import { fromRankUpward } from '../bonuses/rates.ts';
import { type BonusContext, type OpenBonus } from '../bonuses/kind.ts';
import { namesMatching } from '../plan/caps.ts';
import { type Plan } from '../plan/schema.ts';
import { type Orders } from '../ledger/order.ts';
import { type CapScales, type Scale } from './types.ts';

/** A cap of the plan, made ready for one period. */
interface OpenCap {
  readonly id: string;
  readonly of: ReadonlySet<string>;
  readonly per: 'line' | 'member' | 'period';
  /** Most of a line or of a member, by rank. */
  readonly mostByRank: readonly bigint[];
  readonly ratePpm: number;
}

/** Whose amount by which bonus. */
interface Owner {
  readonly memberId: number;
  readonly bonusId: string;
}

/** The caps of a plan on single bonuses, in their order. docs/plans.md section 23. */
export interface BonusCaps {
  readonly list: readonly OpenCap[];
  /** How many of them come before matching. */
  readonly primary: number;
  /** Whether a cap limits the bonus. */
  readonly limits: (bonusId: string) => boolean;
  /** What is left of an amount by the caps from `from` on, as far as they have been measured. */
  cut(amount: bigint, owner: Owner, scales: CapScales, from?: number): bigint;
}

const NOBODY_BELOW = 0;

export function openCaps(
  { caps = [], bonuses }: Pick<Plan, 'caps' | 'bonuses'>,
  context: Pick<BonusContext, 'rankCount' | 'rankNumber' | 'rank'>,
): BonusCaps {
  const list = caps.map(({ id, of, per, most, ratePpm = 0 }): OpenCap => {
    const byRank = most?.byRank && Object.fromEntries(Object.entries(most.byRank).map(([rank, text]) => [rank, BigInt(text)]));
    return { id, of: new Set(of), per, mostByRank: fromRankUpward(BigInt(most?.amount ?? 0), byRank, context), ratePpm };
  });
  const limited = new Set(caps.flatMap(({ of }) => of));
  return {
    list,
    primary: caps.filter((cap) => !namesMatching(cap, bonuses)).length,
    limits: (bonusId) => limited.has(bonusId),
    cut: (amount, owner, scales, from = 0) => {
      if (!limited.has(owner.bonusId)) return amount;
      let left = amount;
      for (let place = from; place < scales.length; place += 1) {
        const cap = list[place];
        if (cap?.of.has(owner.bonusId) !== true) continue;
        if (cap.per === 'line') {
          const most = mostOf(cap, owner.memberId, context);
          if (left > most) left = most;
          continue;
        }
        const scale = scales[place]?.get(cap.per === 'member' ? owner.memberId : NOBODY_BELOW);
        if (scale !== undefined) left = (left * scale.limit) / scale.gross;
      }
      return left;
    },
  };
}

export function mostOf({ mostByRank }: OpenCap, memberId: number, { rank }: Pick<BonusContext, 'rank'>): bigint {
  return mostByRank[rank[memberId] ?? 0] ?? 0n;
}

/** What the bonuses of a period give for its orders as they stand, before any cap. */
export interface Uncapped {
  readonly orders: Orders;
  readonly onOrders: readonly OpenBonus[];
  readonly claims: readonly (Owner & { readonly amount: bigint })[];
}

/** Measures the caps up to `upTo`, each on what those before it leave. @param known what has been measured already */
export function measureCaps(
  caps: BonusCaps,
  upTo: number,
  known: CapScales,
  given: Uncapped,
  context: Pick<BonusContext, 'rank'>,
): CapScales {
  const scales = [...known];
  while (scales.length < upTo) {
    const cap = caps.list[scales.length];
    scales.push(cap === undefined || cap.per === 'line' ? new Map() : measured(cap, caps, scales, given, context));
  }
  return scales;
}

function measured(
  cap: OpenCap,
  caps: BonusCaps,
  before: CapScales,
  { orders, onOrders, claims }: Uncapped,
  context: Pick<BonusContext, 'rank'>,
): ReadonlyMap<number, Scale> {
  const sums = new Map<number, bigint>();
  const add = (owner: Owner, amount: bigint): void => {
    if (!cap.of.has(owner.bonusId)) return;
    const whose = cap.per === 'member' ? owner.memberId : NOBODY_BELOW;
    sums.set(whose, (sums.get(whose) ?? 0n) + caps.cut(amount, owner, before));
  };
  let cv = 0n;
  for (const order of orders) {
    const standing = order.cv - order.refundedCv;
    cv += standing;
    for (const bonus of onOrders) {
      for (const share of bonus.sharesOf(order)) add(share, applyRate(standing, share.ratePpm, share.rounding));
    }
  }
  for (const claim of claims) add(claim, claim.amount);
  const found = new Map<number, Scale>();
  for (const [whose, gross] of sums) {
    const limit = cap.per === 'member' ? mostOf(cap, whose, context) : floorRate(cv, cap.ratePpm);
    if (gross > limit) found.set(whose, { limit, gross });
  }
  return found;
}

/** A cap that cut something of a member's: what came to `gross` was let through up to `limit`. Of `line`, that of the highest line. */
export interface CapApplied {
  readonly id: string;
  readonly per: 'line' | 'member' | 'period';
  readonly limit: bigint;
  readonly gross: bigint;
}

/** Which caps cut at these amounts, all of one member. @param amounts in full, before any cap */
export function capsApplied(
  caps: BonusCaps,
  scales: CapScales,
  amounts: readonly (Owner & { readonly amount: bigint })[],
  context: Pick<BonusContext, 'rank'>,
): CapApplied[] {
  return caps.list.flatMap((cap, place): CapApplied[] => {
    const named = amounts.filter(({ bonusId }) => cap.of.has(bonusId));
    const memberId = named[0]?.memberId;
    if (memberId === undefined) return [];
    if (cap.per !== 'line') {
      const scale = scales[place]?.get(cap.per === 'member' ? memberId : NOBODY_BELOW);
      return scale === undefined ? [] : [{ id: cap.id, per: cap.per, ...scale }];
    }
    const limit = mostOf(cap, memberId, context);
    const left = named.map((one) => caps.cut(one.amount, one, scales.slice(0, place)));
    const gross = left.reduce((most, amount) => (amount > most ? amount : most), 0n);
    return gross > limit ? [{ id: cap.id, per: 'line', limit, gross }] : [];
  });
}
