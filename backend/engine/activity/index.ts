import { type Plan } from '../plan/schema.ts';

/** Answers for one period whether a member meets a condition of the plan. The company meets none: it earns nothing. */
export type ActivityTest = (condition: string, memberId: number) => boolean;

/** For each condition of the plan: by member number, 1 where it is met. */
export function activityFlags(
  plan: Plan,
  ppv: BigUint64Array,
  left: ReadonlySet<number> = new Set(),
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    Object.entries(plan.activity).map(([name, { ppvAtLeast }]) => {
      const least = BigInt(ppvAtLeast);
      return [name, Uint8Array.from(ppv, (points, memberId) => (memberId > 1 && points >= least && !left.has(memberId) ? 1 : 0))];
    }),
  );
}

export function activityTest(flags: ReadonlyMap<string, Uint8Array>): ActivityTest {
  return (condition, memberId) => flags.get(condition)?.[memberId] === 1;
}
