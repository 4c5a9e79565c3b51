import type { OrdersOptions } from './options.ts';
import { createCheckoutOrders, type CheckoutOrders } from './checkout.ts';
import { createOrdering, type Ordering } from './ordering.ts';
import { createVolumes, type Volumes } from './volumes.ts';

export type Orders = Ordering & CheckoutOrders & Volumes;

export function createOrders(options: OrdersOptions): Orders {
  return { ...createOrdering(options), ...createCheckoutOrders(options), ...createVolumes(options) };
}
