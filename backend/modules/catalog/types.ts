import type { LocalizedText } from '#api/values.ts';

/** What can be ordered. `price` and `cv` in payout units, `pv` in hundredths of a point, all for one piece. */
export interface CatalogProduct {
  readonly sku: string;
  readonly name: LocalizedText;
  readonly price: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
}
