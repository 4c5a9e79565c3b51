import { UplineError } from '#kernel/errors/index.ts';
import type { Goods, Place, StockLevel } from './types.ts';

/** Pieces that can be promised to somebody now. */
export function availableOf(level: StockLevel | undefined): number {
  return level === undefined ? 0 : level.onHand - level.reserved;
}

/** @throws UplineError WAREHOUSE.OUT_OF_STOCK naming the first product of which there is not enough */
export function refuseShortage(wanted: readonly Goods[], levels: ReadonlyMap<string, StockLevel>): void {
  for (const { sku, quantity } of wanted) {
    const available = availableOf(levels.get(sku));
    if (quantity > available) throw new UplineError('WAREHOUSE.OUT_OF_STOCK', { sku, available, wanted: quantity });
  }
}

/** @throws UplineError WAREHOUSE.BAD_MOVE */
export function checkMove(move: Goods & { source: Place; target: Place }): void {
  const { sku, quantity, source, target } = move;
  if (!Number.isSafeInteger(quantity) || quantity < 1 || source === target) {
    throw new UplineError('WAREHOUSE.BAD_MOVE', { sku, quantity, source, target });
  }
}

/** The same product on two lines is one quantity; sorted by number, which is the order in which rows are locked. */
export function gatherGoods(lines: readonly Goods[]): Goods[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity })).toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}
