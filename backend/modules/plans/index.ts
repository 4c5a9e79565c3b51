export { type Plans, createPlans } from './service.ts';
export type { PlanVersion } from './types.ts';
