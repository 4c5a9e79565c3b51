/** The plans that the documentation comes with, and their months worked out by hand. Each is loaded when it is asked for. */
const plans = import.meta.glob<unknown>(['../../../docs/plans/*.json', '!../../../docs/plans/*.*.json'], { import: 'default' });
const months = import.meta.glob<unknown>('../../../docs/plans/*.month.json', { import: 'default' });

const nameOf = (path: string): string => path.split('/').at(-1)?.split('.')[0] ?? '';
const byName = (files: Readonly<Record<string, () => Promise<unknown>>>) =>
  new Map(Object.entries(files).map(([path, load]) => [nameOf(path), load]));

const planLoaders = byName(plans);
const monthLoaders = byName(months);

/** In the order from simple to many-sided. */
export const readyPlans = [
  'unilevel',
  'binary',
  'matrix-3x3',
  'generation',
  'stairstep-breakaway',
  'russian-market',
  'hybrid',
] as const;
export type ReadyPlan = (typeof readyPlans)[number];

export async function loadReadyPlan(name: ReadyPlan): Promise<unknown> {
  return planLoaders.get(name)?.();
}

/** A network file of one month with a handful of people. */
export async function loadMonth(name: ReadyPlan): Promise<unknown> {
  return monthLoaders.get(name)?.();
}
