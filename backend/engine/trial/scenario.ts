import { z } from 'zod';
import { MAX_CV, MAX_PV } from '../ledger/entry.ts';
import { volumeUpTo } from '../network/schema.ts';
import { faultOf, faultsOf, MOST_FAULTS, type PlanFault } from '../plan/faults.ts';
import { type Plan } from '../plan/schema.ts';

/** The most members that a simulation grows to. */
export const MOST_MEMBERS = 1_000_000;
export const MOST_MONTHS = 120;

const share = z
  .int()
  .min(0)
  .max(1_000_000)
  .meta({ id: 'sharePpm', description: 'A share or a chance in parts per million: 5% is 50000.' });

const basketSchema = z.strictObject({ pv: volumeUpTo(MAX_PV), cv: volumeUpTo(MAX_CV), weight: z.int().min(1).max(1_000) });

/** How a network grows in a simulation: docs/plans.md, section 22. Every field may be left out. */
export const scenarioSchema = z.strictObject({
  months: z.int().min(1).max(MOST_MONTHS).default(24),
  seed: z.int().min(0).default(1),
  /** Members beside the company in the first month, and the most that there ever are. */
  startMembers: z.int().min(1).max(MOST_MEMBERS).default(200),
  mostMembers: z.int().min(1).max(MOST_MEMBERS).default(20_000),
  /** Legs of a place in the placement tree. */
  width: z.int().min(1).max(20).default(2),
  /** Chance of a member who bought in the month before to bring a new one; builders have it `builderTimes` as often. */
  bringsPpm: share.default(130_000),
  buildersPpm: share.default(100_000),
  builderTimes: z.int().min(1).max(100).default(5),
  /** Members who come without anybody's invitation, each month; the company sponsors them. */
  walkIns: z.int().min(0).max(100_000).default(0),
  /** Chance to buy in a month; in the first month of a member; to sell to a customer besides. */
  buysPpm: share.default(550_000),
  firstMonthPpm: share.default(900_000),
  sellsPpm: share.default(150_000),
  /** Customers of a member. */
  customersEach: z.int().min(1).max(1_000).default(3),
  /** Orders by weight. */
  baskets: z.array(basketSchema).min(1).max(50).optional(),
  /** Chance of a member to leave in a month, and of an order to come back in the next. */
  leavesPpm: share.default(60_000),
  refundsPpm: share.default(20_000),
});

export type ScenarioFile = z.input<typeof scenarioSchema>;
/** A scenario with everything decided. */
export type Scenario = z.output<typeof scenarioSchema> & { readonly baskets: readonly z.output<typeof basketSchema>[] };

/** Checks a scenario and fills in what it leaves open. A point is worth one unit of the plan's currency unless `baskets` say otherwise. */
export function readScenario(data: unknown, plan: Plan): { scenario?: Scenario; faults: PlanFault[] } {
  const read = scenarioSchema.safeParse(data, { reportInput: true });
  if (!read.success) return { faults: read.error.issues.flatMap((issue) => faultsOf(issue)).slice(0, MOST_FAULTS) };
  const scenario = { ...read.data, baskets: read.data.baskets ?? usualBaskets(plan) };
  return fits(scenario) ? { scenario, faults: [] } : { faults: [faultOf('baskets', 'tooLarge')] };
}

/** Sums over everybody and all months must stay within 64 bits, and a basket within an entry of the ledger. */
function fits({ baskets, mostMembers, startMembers, months }: Scenario): boolean {
  const largest = baskets.reduce((most, { cv }) => (BigInt(cv) > most ? BigInt(cv) : most), 0n);
  // Not more than an own order and a sale of everybody in every month.
  const orders = 2n * BigInt(Math.max(mostMembers, startMembers)) * BigInt(months);
  return largest <= MAX_CV && largest * orders < 1n << 62n;
}

/** 50, 100 and 250 points, the middle one most often. */
function usualBaskets({ currency }: Plan): Scenario['baskets'] {
  const unit = 10n ** BigInt(currency.minorDigits);
  const basket = (points: bigint, weight: number) => ({ pv: String(points * 100n), cv: String(points * unit), weight });
  return [basket(50n, 3), basket(100n, 5), basket(250n, 1)];
}
