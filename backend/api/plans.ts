import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { hash, localizedText, period, planVersionText, ppm, time } from './values.ts';

const planFields = {
  version: z.int().min(1),
  name: localizedText,
  planHash: hash,
  capPpm: ppm.meta({ description: 'Most that may be owed, in parts per million of net CV.' }),
  firstPeriod: period,
  instantLevels: z.array(ppm).meta({ description: 'Rates credited at once by sales through Checkout, level 1 first.' }),
  publishedAt: time,
  txHash: hash,
  current: z.boolean().meta({ description: 'Governs the open period.' }),
};

export const planSummary = z.object(planFields).meta({ id: 'PlanSummary' });
export const planDetail = z
  .object({
    ...planFields,
    canonical: z.string().meta({ description: 'The published bytes as text, canonical JSON; planHash is their keccak-256.' }),
  })
  .meta({ id: 'PlanDetail' });

export const listPlans = defineRoute({
  id: 'plans.list',
  method: 'GET',
  path: '/plans',
  permission: 'signedIn',
  summary: 'Published versions of the plan, newest first.',
  response: z.object({ items: z.array(planSummary) }),
});

export const getPlan = defineRoute({
  id: 'plans.get',
  method: 'GET',
  path: '/plans/:version',
  permission: 'signedIn',
  summary: 'One version with its full text.',
  params: z.strictObject({ version: planVersionText }),
  response: planDetail,
  errors: ['PLANS.UNKNOWN_VERSION'],
});

export type PlanSummary = z.infer<typeof planSummary>;
export type PlanDetail = z.infer<typeof planDetail>;
