import { z } from 'zod';
import type { Product } from '#api/catalog.ts';

/** Pieces by article number. */
export const cartSchema = z.record(z.string(), z.int().min(1).max(999));
export type Cart = z.infer<typeof cartSchema>;

export interface CartTotals {
  readonly pieces: number;
  readonly total: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
}

/** Sets the number of pieces; none removes the line, more than the stock is the stock. */
export function withQuantity(cart: Cart, product: Pick<Product, 'sku' | 'stock'>, quantity: number): Cart {
  const pieces = Math.max(0, Math.min(Math.trunc(quantity), product.stock, 999));
  const { [product.sku]: _before, ...others } = cart;
  return pieces === 0 ? others : { ...others, [product.sku]: pieces };
}

/** What the cart costs and brings. Articles that are no longer sold count nothing. */
export function totalsOf(cart: Cart, products: readonly Product[]): CartTotals {
  let totals: CartTotals = { pieces: 0, total: 0n, pv: 0n, cv: 0n };
  for (const product of products) {
    const pieces = cart[product.sku];
    if (pieces === undefined) continue;
    const count = BigInt(pieces);
    totals = {
      pieces: totals.pieces + pieces,
      total: totals.total + BigInt(product.price) * count,
      pv: totals.pv + BigInt(product.pv) * count,
      cv: totals.cv + BigInt(product.cv) * count,
    };
  }
  return totals;
}
