import type { ContractEvent } from '#chain/events.ts';
import { collectCheckout } from './checkout.ts';
import { collectEnrollment } from './enrollment.ts';
import { collectGenealogy } from './genealogy.ts';
import type { Collector, Origin } from './origin.ts';
import { collectPayouts } from './payouts.ts';
import { collectPlan } from './plans.ts';
import { collectVolumes } from './volumes.ts';

export { sponsorsNamedIn } from './genealogy.ts';
export type { Collector, Depths, Origin } from './origin.ts';

/** Turns one event into rows. @throws UplineError MIRROR.BROKEN_FACT when it contradicts what came before it */
export function collectEvent(event: ContractEvent, origin: Origin, into: Collector): void {
  switch (event.contract) {
    case 'genealogy':
      return collectGenealogy(event, origin, into);
    case 'enrollment':
      return collectEnrollment(event, origin, into);
    case 'planRegistry':
      return collectPlan(event, origin, into);
    case 'volumeLedger':
      return collectVolumes(event, origin, into);
    case 'payoutVault':
      return collectPayouts(event, origin, into);
    case 'checkout':
      return collectCheckout(event, origin, into);
    default:
      return event satisfies never;
  }
}
