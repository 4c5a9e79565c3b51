import type { Clock } from '#platform/clock.ts';
import type { Database, Transaction } from '#platform/database.ts';
import {
  addMoves,
  addReservations,
  lockItems,
  readLevels,
  readMoved,
  readReservations,
  removeReservations,
} from './repository.ts';
import { availableOf, checkMove, gatherGoods, refuseShortage } from './rules.ts';
import type { Goods, StockLevel } from './types.ts';

/** Stock is the sum of moves. Whoever decides on it holds the rows of the products, so it never falls below zero. */
export interface Warehouse {
  levels(): Promise<Map<string, StockLevel>>;
  /** Pieces of each product that can be ordered now. */
  available(): Promise<Map<string, number>>;
  /** From a supplier into stock. The same reference again changes nothing. */
  receive(goods: readonly Goods[], reference: string): Promise<void>;
  /** @throws UplineError WAREHOUSE.OUT_OF_STOCK */
  refuseShortage(goods: readonly Goods[]): Promise<void>;
  /** Promises goods to an order; what is promised already stays so. @throws UplineError WAREHOUSE.OUT_OF_STOCK */
  reserve(transaction: Transaction, orderId: string, goods: readonly Goods[]): Promise<void>;
  /** Takes a promise back. Nothing promised: nothing happens. */
  release(transaction: Transaction, orderId: string): Promise<void>;
  /** Hands over what was promised to the order. Nothing left to hand over: nothing happens. */
  ship(transaction: Transaction, orderId: string): Promise<void>;
  /** What was shipped comes back into quarantine; what was only promised is free again. */
  takeBack(transaction: Transaction, orderId: string): Promise<void>;
}

export function createWarehouse({ database, clock }: { database: Database; clock: Clock }): Warehouse {
  return {
    levels: () => readLevels(database.prisma),
    available: async () =>
      new Map([...(await readLevels(database.prisma)).values()].map((level) => [level.sku, availableOf(level)])),
    receive: async (goods, reference) => {
      const lines = gatherGoods(goods);
      for (const line of lines) checkMove({ ...line, source: 'supplier', target: 'stock' });
      await database.transaction(async (transaction) => {
        await lockItems(
          transaction,
          lines.map((line) => line.sku),
        );
        await addMoves(transaction, lines, {
          source: 'supplier',
          target: 'stock',
          reason: 'receipt',
          reference,
          at: clock.now(),
        });
      });
    },
    refuseShortage: async (goods) => {
      const wanted = gatherGoods(goods);
      const levels = await readLevels(
        database.prisma,
        wanted.map((line) => line.sku),
      );
      refuseShortage(wanted, levels);
    },
    reserve: async (transaction, orderId, goods) => {
      const wanted = gatherGoods(goods);
      const skus = wanted.map((line) => line.sku);
      await lockItems(transaction, skus);
      if ((await readReservations(transaction, orderId)).length > 0) return;
      refuseShortage(wanted, await readLevels(transaction, skus));
      await addReservations(transaction, orderId, wanted, clock.now());
    },
    release: async (transaction, orderId) => {
      if ((await lockPromised(transaction, orderId)).length > 0) await removeReservations(transaction, orderId);
    },
    ship: async (transaction, orderId) => {
      const goods = await lockPromised(transaction, orderId);
      if (goods.length === 0) return;
      await addMoves(transaction, goods, {
        source: 'stock',
        target: 'customer',
        reason: 'shipment',
        reference: orderId,
        at: clock.now(),
      });
      await removeReservations(transaction, orderId);
    },
    takeBack: async (transaction, orderId) => {
      const promised = await lockPromised(transaction, orderId);
      if (promised.length > 0) return removeReservations(transaction, orderId);
      const shipped = await readMoved(transaction, orderId, 'shipment');
      await addMoves(transaction, shipped, {
        source: 'customer',
        target: 'quarantine',
        reason: 'return',
        reference: orderId,
        at: clock.now(),
      });
    },
  };
}

/** Reads again under the lock: two processes may both have seen the reservation. */
async function lockPromised(transaction: Transaction, orderId: string): Promise<Goods[]> {
  const seen = await readReservations(transaction, orderId);
  await lockItems(
    transaction,
    seen.map((line) => line.sku),
  );
  return readReservations(transaction, orderId);
}
