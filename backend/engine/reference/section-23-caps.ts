import { type Plan } from '../plan/schema.ts';
import { type Gift, type Measured, type Month, type Standing } from './facts.ts';
import { byRank } from './section-11-ranks.ts';
import { section6Share } from './section-5-rounding.ts';

type Cap = NonNullable<Plan['caps']>[number];

/** Who is given an amount, and by which bonus. */
type Given = Pick<Gift, 'bonusId' | 'memberId' | 'amount'>;

/** Rule 6: how many caps of the list come before matching. Those that name a matching bonus stand last. */
export function section23BeforeMatching({ plan }: Month): number {
  const matching = new Set(plan.bonuses.filter(({ kind }) => kind === 'matching').map(({ id }) => id));
  return (plan.caps ?? []).filter(({ of }) => !of.some((id) => matching.has(id))).length;
}

/** Rules 2, 3 and 4: sums and limits of the caps from the first to the one with the number `upTo`, each "on what those before it left". */
export function section23Measured(month: Month, given: readonly Given[], standing: Standing, upTo: number): Measured {
  const measured: { sums: Map<number, bigint>; all: bigint; share: bigint }[] = [];
  const cv = month.orders.reduce((sum, order) => sum + standing(order), 0n);
  for (const cap of (month.plan.caps ?? []).slice(0, upTo)) {
    const left = given
      .filter(({ bonusId }) => cap.of.includes(bonusId))
      .map((one) => ({ memberId: one.memberId, amount: section23Left(one, month, measured) }));
    const sums = new Map<number, bigint>();
    for (const { memberId, amount } of left) sums.set(memberId, (sums.get(memberId) ?? 0n) + amount);
    const all = left.reduce((sum, { amount }) => sum + amount, 0n);
    measured.push({ sums, all, share: section6Share(cv, cap.ratePpm ?? 0) });
  }
  return measured;
}

/** Rules 1 to 3: what is left of an amount when the caps that have been measured have bitten in their order. */
export function section23Left({ bonusId, memberId, amount }: Given, month: Month, measured: Measured): bigint {
  let left = amount;
  measured.forEach(({ sums, all, share }, place) => {
    const cap = month.plan.caps?.[place];
    if (cap === undefined || !cap.of.includes(bonusId)) return;
    const most = section23Most(cap, month, memberId);
    const sum = sums.get(memberId) ?? 0n;
    if (cap.per === 'line' && left > most) left = most;
    if (cap.per === 'member' && sum > most) left = (left * most) / sum;
    if (cap.per === 'period' && all > share) left = (left * share) / all;
  });
  return left;
}

/** Rule 1: `most.amount`, or what `most.byRank` says. */
function section23Most({ most }: Cap, month: Month, memberId: number): bigint {
  return BigInt(byRank(month, memberId, most?.byRank, most?.amount ?? '0'));
}
