import type { OrdersOptions } from './options.ts';
import { createOrdering, type Ordering } from './ordering.ts';
import { createVolumes, type Volumes } from './volumes.ts';

export type Orders = Ordering & Volumes;

export function createOrders(options: OrdersOptions): Orders {
  return { ...createOrdering(options), ...createVolumes(options) };
}
