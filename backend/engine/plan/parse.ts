import { UplineError, type Locale } from '#kernel/errors/index.ts';
import { type Hex } from '#kernel/hex.ts';
import { canonicalText } from '../canonical.ts';
import { keccakText } from '../hash.ts';
import { faultOf, faultsOf, MOST_FAULTS, type PlanFault } from './faults.ts';
import { planSchema, type Plan } from './schema.ts';

export type PlanCheck =
  { readonly plan: Plan; readonly faults: readonly [] } | { readonly plan?: never; readonly faults: readonly PlanFault[] };

/** Checks plan data and names all of its faults at once, the first hundred. */
export function checkPlan(data: unknown): PlanCheck {
  const read = planSchema.safeParse(data, { reportInput: true });
  if (read.success) return { plan: read.data, faults: [] };
  return { faults: read.error.issues.flatMap((issue) => faultsOf(issue)).slice(0, MOST_FAULTS) };
}

/** @throws UplineError PLAN.INVALID with every fault in its text */
export function parsePlan(data: unknown): Plan {
  return planOrThrow(checkPlan(data));
}

/**
 * Reads a published plan: it must be canonical to the byte, because its hash is its identity (this also refuses repeated fields).
 * @throws UplineError PLAN.INVALID
 */
export function parsePlanText(text: string): Plan {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return planOrThrow({ faults: [faultOf('', 'notJson')] });
  }
  const plan = parsePlan(data);
  return canonicalPlan(plan) === text ? plan : planOrThrow({ faults: [faultOf('', 'notCanonical')] });
}

/** The one way to write a plan down: RFC 8785. */
export function canonicalPlan(plan: Plan): string {
  return canonicalText(plan);
}

/** Identity of a plan: keccak256 of the UTF-8 bytes of its canonical text. */
export function planHash(plan: Plan): Hex {
  return keccakText(canonicalPlan(plan));
}

function planOrThrow(check: PlanCheck): Plan {
  if (check.plan !== undefined) return check.plan;
  throw invalid(check.faults);
}

/** @throws UplineError PLAN.INVALID when there are any */
export function refuseFaults(faults: readonly PlanFault[]): void {
  if (faults.length > 0) throw invalid(faults);
}

function invalid(faults: readonly PlanFault[]): UplineError {
  return new UplineError('PLAN.INVALID', {
    count: faults.length,
    faultsEn: faultText(faults, 'en'),
    faultsRu: faultText(faults, 'ru'),
  });
}

function faultText(faults: readonly PlanFault[], locale: Locale): string {
  return faults.map(({ path, reason }) => `${path === '' ? 'plan' : path} ${reason[locale]}`).join('; ');
}
