import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/order.ts';
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

type Phase = Readonly<{ up: bigint; ratePpm: number; count: BigInt64Array; number: BigInt64Array; from: bigint }>;

/** An order that somebody may receive, and whether its number makes whoever brought it one who has passed up enough. */
interface Brought {
  readonly order: Order;
  readonly bringer: number;
  readonly goesUp: boolean;
  readonly completes: boolean;
}

/** Goes through the orders of the period in their order, as numbers are given out one after the other. */
function assign(
  bonus: PassUp,
  context: BonusContext,
): { readonly receivers: ReadonlyMap<number, Receiver>; readonly columns: [string, BigInt64Array][] } {
  const phases = bonus.phases.map(({ from, up, ratePpm }, index): Phase => ({
    from: BigInt(from),
    up: BigInt(up),
    ratePpm,
    count: context.columnBefore(`passUp.${bonus.id}.${index + 1}.count`),
    number: context.columnBefore(`passUp.${bonus.id}.${index + 1}.number`),
  }));
  const brought = new Map<Phase, Brought[]>(phases.map((phase) => [phase, []]));
  for (const order of context.orders()) {
    const phase = phases.findLast(({ from }) => order.pv >= from);
    const bringer = order.sale === 'customer' ? order.memberId : (context.sponsorOf[order.memberId] ?? 0);
    if (phase === undefined || bringer <= COMPANY_MEMBER) continue;
    const before = phase.count[bringer] ?? 0n;
    const number = numberOf(bonus, order, bringer, phase);
    const goesUp = number !== undefined && number <= phase.up;
    const completes = before < phase.up && (phase.count[bringer] ?? 0n) >= phase.up;
    brought.get(phase)?.push({ order, bringer, goesUp, completes });
  }
  const receivers = new Map<number, Receiver>();
  for (const [phase, list] of brought) findReceivers(bonus, context, phase, list, receivers);
  const columns = phases.flatMap(({ count, number }, index): [string, BigInt64Array][] => {
    const column = `passUp.${bonus.id}.${index + 1}`;
    // Numbers of buyers are remembered only where buyers are counted.
    return [
      [`${column}.count`, count],
      [`${column}.number`, number],
    ];
  });
  return { receivers, columns };
}

/** The number of an order; undefined for one that has none. */
function numberOf(bonus: PassUp, order: Order, bringer: number, { count, number }: Phase): bigint | undefined {
  if (bonus.counts === 'buyers') {
    if (order.sale === 'customer') return undefined;
    const known = number[order.memberId] ?? 0n;
    if (known > 0n) return known;
  }
  const next = (count[bringer] ?? 0n) + 1n;
  count[bringer] = next;
  number[order.memberId] = next;
  return next;
}

/**
 * Goes back from the last order to the first: on that way members only cease to be qualified, so that the way past them can be cut
 * short for good, and no line is walked twice, however deep.
 */
function findReceivers(
  bonus: PassUp,
  { memberCount, sponsorOf, meets }: BonusContext,
  { up, ratePpm, count }: Phase,
  brought: readonly Brought[],
  receivers: Map<number, Receiver>,
): void {
  // The nearest above who is qualified: the member itself if it is; the company, which receives nothing, in the end.
  const nearest = new Uint32Array(memberCount + 1);
  const depth = new Uint32Array(memberCount + 1);
  nearest[COMPANY_MEMBER] = COMPANY_MEMBER;
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    const sponsor = sponsorOf[member] ?? 0;
    const qualified = meets(bonus.payTo, member) && (bonus.receiver === 'payTo' || (count[member] ?? 0n) >= up);
    nearest[member] = qualified ? member : sponsor;
    depth[member] = (depth[sponsor] ?? 0) + 1;
  }
  const find = (from: number): number => {
    let at = from;
    while (nearest[at] !== at) {
      const next = nearest[at] ?? COMPANY_MEMBER;
      nearest[at] = nearest[next] ?? next;
      at = next;
    }
    return at;
  };
  for (const { order, bringer, goesUp, completes } of brought.toReversed()) {
    if (completes && bonus.receiver === 'passedUp') nearest[bringer] = sponsorOf[bringer] ?? 0;
    const start = goesUp ? (sponsorOf[bringer] ?? 0) : bringer;
    const memberId = bonus.unqualified === 'lost' && nearest[start] !== start ? 0 : find(start);
    const level = (depth[bringer] ?? 0) - (depth[memberId] ?? 0);
    if (memberId > COMPANY_MEMBER) receivers.set(order.entry, { memberId, start, level, ratePpm });
  }
}
