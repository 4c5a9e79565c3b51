import type { ContractEvent } from '#chain/events.ts';
import { type Collector, type Origin, originColumns } from './origin.ts';

type CheckoutEvent = Extract<ContractEvent, { contract: 'checkout' }>;

export function collectCheckout(event: CheckoutEvent, origin: Origin, into: Collector): void {
  const { checkoutSettings, checkoutOrders } = into.rows;
  const from = originColumns(origin);
  switch (event.eventName) {
    case 'QuoterChanged':
      checkoutSettings.push([event.args.seq, 'quoter', event.args.quoter, ...from]);
      return;
    case 'TreasuryChanged':
      checkoutSettings.push([event.args.seq, 'treasury', event.args.treasury, ...from]);
      return;
    case 'OrderSkipped': {
      const { seq, orderRef, buyer, reason } = event.args;
      checkoutOrders.push([seq, 'skipped', orderRef, buyer, null, reason, ...from]);
      return;
    }
    case 'OrderRefunded': {
      const { seq, orderRef, buyer, amount } = event.args;
      checkoutOrders.push([seq, 'refunded', orderRef, buyer, amount, null, ...from]);
      return;
    }
    default:
      return event satisfies never;
  }
}
