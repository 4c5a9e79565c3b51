import { type Alternative } from '../plan/conditions.ts';
import { type Plan } from '../plan/schema.ts';
import { NO_SALES, type SalesFacts } from '../volumes/sales.ts';

/** Answers for one period whether a member meets a condition of the plan. The company meets none: it earns nothing. */
export type ActivityTest = (condition: string, memberId: number) => boolean;

/** For each condition of the plan: whether a member with these points meets it. Who has left meets none. */
export function openConditions(
  plan: Plan,
  left: ReadonlySet<number> = new Set(),
  sales: SalesFacts = NO_SALES,
): ReadonlyMap<string, (memberId: number, points: bigint) => boolean> {
  return new Map(
    Object.entries(plan.activity).map(([name, condition]) => {
      const tests = [personalTest(condition, sales)];
      const any = condition.anyOf?.map((alternative) => personalTest(alternative, sales));
      if (any !== undefined) tests.push((memberId, points) => any.some((test) => test(memberId, points)));
      return [name, (memberId, points) => !left.has(memberId) && tests.every((test) => test(memberId, points))];
    }),
  );
}

/** For each condition of the plan: by member number, 1 where it is met. */
export function activityFlags(
  plan: Plan,
  ppv: BigUint64Array,
  left?: ReadonlySet<number>,
  sales?: SalesFacts,
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...openConditions(plan, left, sales)].map(([name, met]) => {
      const flags = new Uint8Array(ppv.length);
      for (let memberId = 2; memberId < ppv.length; memberId += 1) {
        if (met(memberId, ppv[memberId] ?? 0n)) flags[memberId] = 1;
      }
      return [name, flags];
    }),
  );
}

export function activityTest(flags: ReadonlyMap<string, Uint8Array>): ActivityTest {
  return (condition, memberId) => flags.get(condition)?.[memberId] === 1;
}

function personalTest(
  { ppvAtLeast = '0', customerPvAtLeast = '0', customersAtLeast = 0 }: Alternative,
  { customers, customerPv }: SalesFacts,
): (memberId: number, points: bigint) => boolean {
  const least = BigInt(ppvAtLeast);
  const leastOfCustomers = BigInt(customerPvAtLeast);
  return (memberId, points) =>
    points >= least && (customerPv[memberId] ?? 0n) >= leastOfCustomers && (customers[memberId] ?? 0) >= customersAtLeast;
}
