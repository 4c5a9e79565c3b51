import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/orders.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type BonusKind, type OpenBonus } from './kind.ts';
import { type Report } from './rates.ts';

const phaseSchema = z.strictObject({
  /** PV of the order from which the phase is meant. */
  from: amountSchema,
  /** How many orders, or buyers, go up. */
  up: z.int().min(1).max(1_000),
  ratePpm: ratePpmSchema,
});

const passUpSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('passUp'),
  name: bilingualSchema,
  base: z.literal('cv'),
  payTo: slugSchema,
  counts: z.enum(['orders', 'buyers']),
  /** Who may receive: whoever meets `payTo`, or only who has also passed up their own. */
  receiver: z.enum(['payTo', 'passedUp']),
  unqualified: z.enum(['lost', 'compress']),
  phases: z.array(phaseSchema).min(1).max(20),
  rounding: roundingSchema,
});
export type PassUp = z.infer<typeof passUpSchema>;

/** The first orders that a member brings go to somebody above. docs/plans.md section 15. */
export const passUpKind = { kind: 'passUp', schema: passUpSchema, open: openPassUp } satisfies BonusKind<PassUp>;

export function checkPassUp({ phases }: PassUp, report: Report): void {
  phases.forEach(({ from }, index) => {
    const before = phases[index - 1];
    if (before !== undefined && BigInt(from) <= BigInt(before.from)) report(['phases', index, 'from'], 'thresholdOrder');
  });
}

/** Columns of the bonus: how many numbers a member has given out, and with buyers which number a member has, phase by phase. */
export function passUpColumns({ id, phases, counts }: PassUp): string[] {
  return phases.flatMap((_, index) => {
    const column = `passUp.${id}.${index + 1}`;
    return counts === 'buyers' ? [`${column}.count`, `${column}.number`] : [`${column}.count`];
  });
}

/** Who has an order. */
interface Receiver {
  readonly memberId: number;
  /** Where the search began: at whoever brought the order, or at their sponsor when it is passed up. */
  readonly start: number;
  /** Steps above whoever brought it. */
  readonly level: number;
  readonly ratePpm: number;
}

function openPassUp(bonus: PassUp, context: BonusContext): OpenBonus {
  const { id: bonusId, kind, rounding } = bonus;
  let made: ReturnType<typeof assign> | undefined;
  const assigned = (): ReturnType<typeof assign> => (made ??= assign(bonus, context));
  return {
    sharesOf(order) {
      const found = assigned().receivers.get(order.entry);
      if (found === undefined || found.ratePpm === 0) return [];
      const { memberId, level, ratePpm } = found;
      return [{ memberId, bonusId, kind, level, ratePpm, rounding }];
    },
    passedOver(order, share) {
      const passed: number[] = [];
      const { start = 0 } = assigned().receivers.get(order.entry) ?? {};
      for (let above = start; above > share.memberId; above = context.sponsorOf[above] ?? 0) passed.push(above);
      return passed;
    },
    columns: () => assigned().columns,
  };
}

/** Goes through the orders of the period in their order, as numbers are given out one after the other. */
function assign(
  bonus: PassUp,
  context: BonusContext,
): { readonly receivers: ReadonlyMap<number, Receiver>; readonly columns: [string, BigInt64Array][] } {
  const phases = bonus.phases.map(({ from, up, ratePpm }, index) => ({
    from: BigInt(from),
    up: BigInt(up),
    ratePpm,
    count: context.columnBefore(`passUp.${bonus.id}.${index + 1}.count`),
    number: context.columnBefore(`passUp.${bonus.id}.${index + 1}.number`),
  }));
  type Phase = (typeof phases)[number];
  const receivers = new Map<number, Receiver>();

  // The number of the order itself may be counted already: it only stays with its bringer when there were `up` before it.
  function qualified(memberId: number, { count, up }: Phase): boolean {
    return context.meets(bonus.payTo, memberId) && (bonus.receiver === 'payTo' || (count[memberId] ?? 0n) >= up);
  }

  /** The number of an order; undefined for one that has none. */
  function numberOf(order: Order, bringer: number, { count, number }: Phase): bigint | undefined {
    if (bonus.counts === 'buyers') {
      if (order.sale === 'customer') return undefined;
      const known = number[order.memberId] ?? 0n;
      if (known > 0n) return known;
    }
    const next = (count[bringer] ?? 0n) + 1n;
    count[bringer] = next;
    if (bonus.counts === 'buyers') number[order.memberId] = next;
    return next;
  }

  for (const order of context.orders()) {
    const phase = phases.findLast(({ from }) => order.pv >= from);
    const bringer = order.sale === 'customer' ? order.memberId : (context.sponsorOf[order.memberId] ?? 0);
    if (phase === undefined || bringer <= COMPANY_MEMBER) continue;
    const number = numberOf(order, bringer, phase);
    const up = number !== undefined && number <= phase.up;
    const start = up ? (context.sponsorOf[bringer] ?? 0) : bringer;
    let level = up ? 1 : 0;
    let memberId = start;
    while (memberId > COMPANY_MEMBER && !qualified(memberId, phase)) {
      memberId = bonus.unqualified === 'lost' ? 0 : (context.sponsorOf[memberId] ?? 0);
      level += 1;
    }
    if (memberId > COMPANY_MEMBER) receivers.set(order.entry, { memberId, start, level, ratePpm: phase.ratePpm });
  }
  const columns = phases.flatMap(({ count, number }, index): [string, BigInt64Array][] => {
    const column = `passUp.${bonus.id}.${index + 1}`;
    return bonus.counts === 'buyers'
      ? [
          [`${column}.count`, count],
          [`${column}.number`, number],
        ]
      : [[`${column}.count`, count]];
  });
  return { receivers, columns };
}
