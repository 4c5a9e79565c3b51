import type { MirrorReader } from '#mirror/read/index.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Genealogy } from '#modules/genealogy/index.ts';
import type { Warehouse } from '#modules/warehouse/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';

export interface OrdersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly mirror: MirrorReader;
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  readonly genealogy: Pick<Genealogy, 'namesOf' | 'refuseUnknown'>;
}
