import type { Hex } from '#kernel/hex.ts';
import type { Address } from '#kernel/hex.ts';
import type { ErrorCode, ErrorParameters } from '#kernel/errors/index.ts';
import type { Operation } from '#api/operations.ts';
import type { ChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import type { Quoter } from '#chain/quoter.ts';
import type { TransactionSender } from '#chain/sender.ts';
import type { MirrorReader } from '#mirror/read/index.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Commissions } from '#modules/commissions/index.ts';
import type { Genealogy } from '#modules/genealogy/index.ts';
import type { Identity } from '#modules/identity/index.ts';
import type { Orders } from '#modules/orders/index.ts';
import type { Plans } from '#modules/plans/index.ts';
import type { Settlement } from '#modules/settlement/index.ts';
import type { Warehouse } from '#modules/warehouse/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';

/** The doors of all modules. */
export interface Modules {
  readonly identity: Identity;
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  readonly genealogy: Genealogy;
  readonly plans: Plans;
  readonly orders: Orders;
  readonly commissions: Commissions;
  readonly settlement: Settlement;
}

/** What a workflow stands on. */
export interface WorkflowContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly mirror: MirrorReader;
  readonly sender: TransactionSender;
  readonly client: ChainClient;
  readonly deployment: Deployment;
  /** Signs prices for Checkout; undefined: orders are not paid with tokens here. */
  readonly quoter: Quoter | undefined;
  /** Joins a day whose fee the company pays. */
  readonly dailyJoins: number;
  readonly modules: Modules;
  readonly demo: boolean;
  readonly logger: Logger;
  /**
   * Called where a step ends and the next has not begun. Whatever happens there, a crash included, the workflow can be started again;
   * tests throw from it to prove that.
   */
  readonly between: (point: string) => void;
}

/** Somebody who is signed in. */
export interface Actor {
  readonly accountId: string;
  readonly wallet: Address;
  readonly memberId: number | null;
}

/** An operation before its failure is put into words. */
export interface OperationState extends Omit<Operation, 'error'> {
  readonly error: { readonly code: ErrorCode; readonly parameters: ErrorParameters } | null;
}

export type { Address, Hex };
