import type { VaultDomain } from '#engine/index.ts';
import type { Address } from '#kernel/hex.ts';
import type { MirrorReader } from '#mirror/read/index.ts';
import type { Commissions } from '#modules/commissions/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';
import type { FileStore } from '#platform/files.ts';

export interface SettlementOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly mirror: MirrorReader;
  readonly commissions: Commissions;
  readonly files: FileStore;
  readonly domain: VaultDomain;
  /** Where names come from; this module knows nobody who keeps them. */
  readonly names: {
    ofMembers(memberIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
    ofWallets(wallets: readonly Address[]): Promise<ReadonlyMap<string, string>>;
  };
}
