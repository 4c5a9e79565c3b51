import { type Condition, type Ranks } from './conditions.ts';

type Test = Pick<Condition, 'customersAtLeast' | 'customerPvAtLeast'> & { readonly ppvAtLeast?: string | undefined };

/**
 * Answers whether a rank can be reached only with somebody's volume. A reward for a rank that cannot be held back by volume would be
 * pay for joining. docs/plans.md section 19, rule 1.
 */
export function volumeAsked(ranks: Ranks | undefined, activity: Readonly<Record<string, Condition>>): (rank: string) => boolean {
  const steps = ranks?.steps ?? [];
  const known = new Map<string, boolean>();
  // Legs and what was held before may name any rank; each round settles at least one more.
  for (let round = 0; round < steps.length; round += 1) {
    steps.forEach(({ id, requires }, index) => {
      const lower = ranks?.advance === 'eachStep' ? steps.slice(0, index).map((step) => step.id) : [];
      const others = [...lower, requires.held?.rank, ...(requires.legs ?? []).map(({ rank }) => rank)];
      const asked =
        asks(requires) ||
        [requires.meets, requires.matrix?.meets, requires.consecutive?.meets].some(
          (name) => name !== undefined && conditionAsks(activity[name]),
        ) ||
        (requires.volume !== undefined && requires.volume.atLeast !== '0') ||
        (requires.legs ?? []).some(({ ovAtLeast = '0' }) => ovAtLeast !== '0') ||
        others.some((rank) => rank !== undefined && known.get(rank) === true);
      if (asked) known.set(id, true);
    });
  }
  return (rank) => known.get(rank) === true;
}

function conditionAsks(condition: Condition | undefined): boolean {
  return condition !== undefined && (asks(condition) || condition.anyOf?.every((one) => asks(one)) === true);
}

function asks({ ppvAtLeast = '0', customersAtLeast = 0, customerPvAtLeast = '0' }: Test): boolean {
  return ppvAtLeast !== '0' || customersAtLeast > 0 || customerPvAtLeast !== '0';
}
