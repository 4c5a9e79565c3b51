import { queryOptions } from '@tanstack/react-query';
import { getPlan, listPlans } from '#api/plans.ts';
import { checkPlan } from '#engine/plan/parse.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { callRoute } from '../../api/client.ts';

/** The plan that governs the open period; the newest one when none does yet; null when nothing is published. */
export const planInForceQuery = queryOptions({
  queryKey: ['plan-in-force'],
  queryFn: async ({ signal }): Promise<Plan | null> => {
    const { items } = await callRoute(listPlans, {}, { signal });
    const version = (items.find(({ current }) => current) ?? items[0])?.version;
    if (version === undefined) return null;
    const { canonical } = await callRoute(getPlan, { params: { version } }, { signal });
    return checkPlan(JSON.parse(canonical)).plan ?? null;
  },
});
