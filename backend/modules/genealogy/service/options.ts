import type { MirrorReader } from '#mirror/read/index.ts';
import type { Identity } from '#modules/identity/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';

export interface GenealogyOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly mirror: MirrorReader;
  /** The only place where names are kept. */
  readonly identity: Pick<Identity, 'namesOf' | 'searchByName' | 'nameOrder'>;
}
