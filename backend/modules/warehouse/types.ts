/** Places that goods move between. Supplier and customer are outside of the company and may go below zero. */
export const places = ['supplier', 'stock', 'customer', 'quarantine'] as const;
export type Place = (typeof places)[number];

export interface Goods {
  readonly sku: string;
  readonly quantity: number;
}

export interface StockLevel {
  readonly sku: string;
  /** Pieces that stand in the warehouse. */
  readonly onHand: number;
  /** Of these, promised to paid orders. */
  readonly reserved: number;
  /** Pieces that came back and wait for a decision. */
  readonly quarantine: number;
}
