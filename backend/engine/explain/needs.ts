import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Alternative, type Condition, type Rank } from '../plan/conditions.ts';
import { filledPlaces, matrixSize } from '../ranks/matrix.ts';
import { countedVolume, fittingLegs, legsOf } from '../ranks/structure.ts';
import { type OpenedPeriod } from '../run/period.ts';

/** A test that was not passed; it lacks `required` − `actual`. Volumes in hundredths of a point, amounts of CV in payout units, the rest are counts. */
export interface Need {
  readonly what:
    | 'ppv'
    | 'customers'
    | 'customerPv'
    | 'oneOf'
    | 'volume'
    | 'legs'
    | 'matrix'
    | 'tenure'
    | 'consecutive'
    | 'held'
    | 'rank'
    | 'bracket'
    | 'activeLegs'
    | 'sponsoredLeft'
    | 'sponsoredRight'
    | 'weakerLeg'
    | 'strongerLeg'
    | 'orders'
    | 'membership';
  readonly required: bigint;
  readonly actual: bigint;
  /** Level, or generation, that the test belongs to. */
  readonly level?: number;
  /** Condition or rank that the test belongs to. */
  readonly of?: string;
  /** Of `oneOf`: what each of the alternatives lacks. */
  readonly alternatives?: readonly (readonly Need[])[];
  /** Of `rank`: what that rank lacks. */
  readonly lacks?: readonly Need[];
}

/** What the member lacks for a condition; nothing when it is met. */
export function conditionNeeds(name: string, memberId: number, period: OpenedPeriod): Need[] {
  const condition: Condition | undefined = period.plan.activity[name];
  if (condition === undefined) return [];
  if (isNoMember(memberId, period)) return [{ what: 'membership', required: 1n, actual: 0n, of: name }];
  const needs = personalNeeds(condition, memberId, period).map((need) => ({ ...need, of: name }));
  const alternatives = condition.anyOf?.map((one) => personalNeeds(one, memberId, period));
  if (alternatives !== undefined && alternatives.every((lacks) => lacks.length > 0)) {
    needs.push({ what: 'oneOf', required: 1n, actual: 0n, of: name, alternatives });
  }
  return needs;
}

/** The company, and whoever has left. */
function isNoMember(memberId: number, { left }: OpenedPeriod): boolean {
  return memberId <= COMPANY_MEMBER || left?.has(memberId) === true;
}

function personalNeeds(test: Alternative, memberId: number, { ppv, sales }: OpenedPeriod): Need[] {
  const { ppvAtLeast = 0, customersAtLeast = 0, customerPvAtLeast = 0 } = test;
  return unmet([
    { what: 'ppv', required: BigInt(ppvAtLeast), actual: ppv[memberId] ?? 0n },
    { what: 'customers', required: BigInt(customersAtLeast), actual: BigInt(sales?.customers[memberId] ?? 0) },
    { what: 'customerPv', required: BigInt(customerPvAtLeast), actual: sales?.customerPv[memberId] ?? 0n },
  ]);
}

const frontlines = new WeakMap<OpenedPeriod, ReturnType<typeof legsOf>>();

/** Whom the member sponsors. Listed once for a period: every rank of every level asks for them. */
export function frontlineOf(memberId: number, period: OpenedPeriod): Uint32Array {
  const known = frontlines.get(period) ?? legsOf(period.memberCount, period.context.sponsorOf);
  frontlines.set(period, known);
  return known(memberId);
}

/** What the member lacks for a rank in this period, grace apart; nothing when its own tests hold. */
export function rankNeeds(step: Rank, memberId: number, period: OpenedPeriod): Need[] {
  const { requires } = step;
  const { context, plan } = period;
  const { ranks } = plan;
  if (ranks === undefined) return [];
  if (isNoMember(memberId, period)) return [{ what: 'membership', required: 1n, actual: 0n, of: step.id }];
  const structure = context.structure();
  const legs = frontlineOf(memberId, period);
  const needs = requires.meets === undefined ? [] : conditionNeeds(requires.meets, memberId, period);
  needs.push(...personalNeeds(requires, memberId, period));
  if (requires.volume !== undefined) {
    const actual = countedVolume(requires.volume, period.ppv[memberId] ?? 0n, legs, structure);
    needs.push({ what: 'volume', required: BigInt(requires.volume.atLeast), actual });
  }
  for (const test of requires.legs ?? []) {
    const actual = BigInt(fittingLegs(test, ranks, legs, structure));
    needs.push({ what: 'legs', required: BigInt(test.count), actual, ...(test.rank === undefined ? {} : { of: test.rank }) });
  }
  if (requires.matrix !== undefined) {
    const { memberCount, flags } = period;
    const places = { parentOf: context.parentOf(), legOf: context.legOf() };
    const filled = filledPlaces(requires.matrix, { memberCount, flags, places: () => places })[memberId] ?? 0;
    needs.push({
      what: 'matrix',
      required: BigInt(matrixSize(requires.matrix)),
      actual: BigInt(filled),
      of: requires.matrix.meets,
    });
  }
  needs.push(...timeNeeds(step, memberId, period));
  return unmet(needs);
}

function timeNeeds({ requires: { tenureAtLeast = 0, consecutive, held } }: Rank, memberId: number, period: OpenedPeriod): Need[] {
  const { context } = period;
  const since = period.period - context.joinedIn(memberId) + 1;
  const needs: Need[] = [{ what: 'tenure', required: BigInt(tenureAtLeast), actual: BigInt(since) }];
  if (consecutive !== undefined) {
    const met = period.flags.get(consecutive.meets)?.[memberId] === 1;
    const before = context.columnBefore(`streak.${consecutive.meets}`)[memberId] ?? 0n;
    const actual = met ? before + 1n : 0n;
    needs.push({ what: 'consecutive', required: BigInt(consecutive.periods), actual, of: consecutive.meets });
  }
  if (held !== undefined) {
    const actual = context.columnBefore(`held.${held.rank}`)[memberId] ?? 0n;
    needs.push({ what: 'held', required: BigInt(held.periods), actual, of: held.rank });
  }
  return needs;
}

export function unmet(needs: readonly Need[]): Need[] {
  return needs.filter(({ actual, required }) => actual < required);
}
