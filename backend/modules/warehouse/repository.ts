import { Prisma, type Transaction } from '#platform/database.ts';
import type { Goods, Place, StockLevel } from './types.ts';

/** Locks the products, creating their rows when they are new. Always in the order of their numbers, so that nobody waits in a circle. */
export async function lockItems(transaction: Transaction, skus: readonly string[]): Promise<void> {
  const sorted = [...new Set(skus)].toSorted();
  if (sorted.length === 0) return;
  await transaction.stockItem.createMany({ data: sorted.map((sku) => ({ sku })), skipDuplicates: true });
  await transaction.$queryRaw`SELECT sku FROM office.stock_items WHERE sku = ANY(${sorted}) ORDER BY sku FOR UPDATE`;
}

interface LevelRow {
  sku: string;
  on_hand: bigint;
  quarantine: bigint;
  reserved: bigint;
}

/** @param skus all products that ever moved when left out */
export async function readLevels(client: Transaction, skus?: readonly string[]): Promise<Map<string, StockLevel>> {
  const filter = skus === undefined ? Prisma.empty : Prisma.sql`WHERE i.sku = ANY(${[...skus]})`;
  const rows = await client.$queryRaw<LevelRow[]>`
    SELECT i.sku, coalesce(m.on_hand, 0)::bigint AS on_hand, coalesce(m.quarantine, 0)::bigint AS quarantine,
      coalesce(r.reserved, 0)::bigint AS reserved
    FROM office.stock_items i
    LEFT JOIN (
      SELECT sku,
        sum(CASE 'stock' WHEN target THEN quantity WHEN source THEN -quantity END) AS on_hand,
        sum(CASE 'quarantine' WHEN target THEN quantity WHEN source THEN -quantity END) AS quarantine
      FROM office.stock_moves GROUP BY sku
    ) m USING (sku)
    LEFT JOIN (SELECT sku, sum(quantity) AS reserved FROM office.stock_reservations GROUP BY sku) r USING (sku)
    ${filter}`;
  return new Map(
    rows.map((row) => [
      row.sku,
      { sku: row.sku, onHand: Number(row.on_hand), reserved: Number(row.reserved), quarantine: Number(row.quarantine) },
    ]),
  );
}

/** @returns how many moves are new; those written before under the same reference and reason are left as they are */
export async function addMoves(
  transaction: Transaction,
  goods: readonly Goods[],
  move: { source: Place; target: Place; reason: string; reference: string; at: Date },
): Promise<number> {
  const { source, target, reason, reference, at } = move;
  const written = await transaction.stockMove.createMany({
    data: goods.map(({ sku, quantity }) => ({ sku, quantity, source, target, reason, reference, movedAt: at })),
    skipDuplicates: true,
  });
  return written.count;
}

export async function readMoved(client: Transaction, reference: string, reason: string): Promise<Goods[]> {
  return client.stockMove.findMany({ where: { reference, reason }, select: { sku: true, quantity: true } });
}

export async function addReservations(
  transaction: Transaction,
  orderId: string,
  goods: readonly Goods[],
  at: Date,
): Promise<void> {
  await transaction.stockReservation.createMany({ data: goods.map((line) => ({ orderId, ...line, reservedAt: at })) });
}

export async function readReservations(client: Transaction, orderId: string): Promise<Goods[]> {
  return client.stockReservation.findMany({
    where: { orderId },
    select: { sku: true, quantity: true },
    orderBy: { sku: 'asc' },
  });
}

export async function removeReservations(transaction: Transaction, orderId: string): Promise<void> {
  await transaction.stockReservation.deleteMany({ where: { orderId } });
}
