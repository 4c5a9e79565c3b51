import { type Condition, type Ranks } from './conditions.ts';

type Test = Pick<Condition, 'customersAtLeast' | 'customerPvAtLeast'> & { readonly ppvAtLeast?: string | undefined };

/**
 * Answers whether a rank can be reached only with somebody's volume. A reward for a rank that cannot be held back by volume would be
 * pay for joining. docs/plans.md section 19, rule 1.
 */
export function volumeAsked(ranks: Ranks | undefined, activity: Readonly<Record<string, Condition>>): (rank: string) => boolean {
  const { steps = [], advance }: Partial<Ranks> = ranks ?? {};
  // A leg or what was held before may name no rank: nobody is found under that.
  const asking = new Set<string | undefined>();
  // Legs and what was held before may name any rank; each round settles at least one more.
  steps.forEach(() => {
    steps.forEach(({ id, requires }, index) => {
      const lower = steps.slice(0, advance === 'eachStep' ? index : 0);
      const asked =
        asks(requires) ||
        [requires.meets, requires.matrix?.meets, requires.consecutive?.meets].some(
          (name) => name !== undefined && conditionAsks(activity[name]),
        ) ||
        (requires.volume !== undefined && requires.volume.atLeast !== '0') ||
        requires.legs?.some(({ rank, ovAtLeast = '0' }) => ovAtLeast !== '0' || asking.has(rank)) === true ||
        asking.has(requires.held?.rank) ||
        lower.some((step) => asking.has(step.id));
      if (asked) asking.add(id);
    });
  });
  return (rank) => asking.has(rank);
}

function conditionAsks(condition: Condition | undefined): boolean {
  return condition !== undefined && (asks(condition) || condition.anyOf?.every((one) => asks(one)) === true);
}

function asks({ ppvAtLeast = '0', customersAtLeast = 0, customerPvAtLeast = '0' }: Test): boolean {
  return ppvAtLeast !== '0' || customersAtLeast > 0 || customerPvAtLeast !== '0';
}
