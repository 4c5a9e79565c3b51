import type { VaultDomain } from '#engine/index.ts';
import type { MirrorReader } from '#mirror/read/index.ts';
import type { Genealogy } from '#modules/genealogy/index.ts';
import type { Orders } from '#modules/orders/index.ts';
import type { Plans } from '#modules/plans/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';

export interface CommissionsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly mirror: MirrorReader;
  readonly plans: Plans;
  readonly genealogy: Pick<Genealogy, 'namesOf' | 'refuseUnknown'>;
  readonly orders: Pick<Orders, 'orderIdsByRef'>;
  /** Which vault the leaves are for. */
  readonly domain: VaultDomain;
  /** Legs under a place of the placement tree; 0 for a deployment that keeps none. */
  readonly placementWidth: number;
}
