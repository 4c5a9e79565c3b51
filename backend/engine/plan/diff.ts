import { type Plan } from './schema.ts';

/** One place in which two plans differ; a side that has nothing there is undefined. */
export interface PlanDifference {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Every value in which two plans differ, by path. Bonuses and ranks are compared by their id, not by their place. */
export function diffPlans(before: Plan, after: Plan): PlanDifference[] {
  const differences: PlanDifference[] = [];
  compare('', before, after, differences);
  return differences;
}

function compare(path: string, before: unknown, after: unknown, found: PlanDifference[]): void {
  const left = partsOf(before);
  const right = partsOf(after);
  if (left === undefined || right === undefined) {
    if (before === after) return;
    found.push({ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
    return;
  }
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    compare(path === '' ? key : `${path}.${key}`, left.get(key), right.get(key), found);
  }
  // The order of bonuses is the order of the run, so it is a difference of its own.
  const shared = [...left.keys()].filter((key) => right.has(key));
  const moved = Array.isArray(before) && shared.join() !== [...right.keys()].filter((key) => left.has(key)).join();
  if (moved) found.push({ path: `${path}.order`, before: [...left.keys()], after: [...right.keys()] });
}

function partsOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((item: unknown, index) => [idOf(item) ?? String(index), item]));
}

function idOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : undefined;
}
