import { calculatePeriod, parsePlan, type Plan } from '#engine/index.ts';
import { three, type Figure } from '../report.ts';
import { best, peakMiB } from '../spent.ts';
import { hybridPeriod } from './hybrid.ts';
import { hybridPlan } from './hybrid-plan.ts';

const SIZE = 100_000;
const name = { en: 'most', ru: 'потолок' };

type Cap = NonNullable<Plan['caps']>[number];

/** Low enough that each of them cuts many. */
const caps: Readonly<Record<string, Cap>> = {
  line: { id: 'line', name, of: ['team', 'legs'], per: 'line', most: { amount: '2000000' } },
  member: { id: 'member', name, of: ['team', 'legs', 'steps'], per: 'member', most: { amount: '50000000' } },
  period: { id: 'period', name, of: ['team', 'own'], per: 'period', ratePpm: 50_000 },
};

/** The same bonuses; what is capped must say in which state it is matched. */
const matching = (chosen: readonly Cap[]): object[] => {
  const capped = chosen.some(({ of }) => of.includes('legs'));
  return hybridPlan.bonuses.map((bonus) => (capped && bonus.kind === 'matching' ? { ...bonus, matched: 'afterCaps' } : bonus));
};

/** What the caps of a plan on single bonuses cost: the plan of seven bonuses with each of them, and with all, against the same without. */
export function measure(): Figure[] {
  const input = hybridPeriod(SIZE, SIZE);
  const free = calculatePeriod(input).credited;
  const without = best(3, () => calculatePeriod(input));
  const kinds: readonly (readonly [string, readonly Cap[]])[] = [
    ...Object.entries(caps).map(([kind, cap]) => [kind, [cap]] as const),
    ['all', Object.values(caps)],
  ];
  const figures = kinds.map(([kind, chosen]): Figure => {
    const capped = { ...input, plan: parsePlan({ ...hybridPlan, bonuses: matching(chosen), caps: chosen }) };
    if (calculatePeriod(capped).credited >= free) throw new Error(`the cap by ${kind} cuts nothing`);
    const took = best(3, () => calculatePeriod(capped));
    return {
      id: `engine.caps.${kind}`,
      value: three(took),
      unit: 'ms',
      reference: three(without),
      ratio: three(took / without),
      about: `seven bonuses, 100k members and orders, ${kind === 'all' ? 'three caps' : `one cap by ${kind}`}; without caps`,
    };
  });
  return [...figures, { id: 'engine.caps.memory', value: three(peakMiB()), unit: 'MiB', about: 'peak of these runs' }];
}
