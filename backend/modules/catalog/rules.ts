import { MAX_CV, MAX_PV } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { CatalogProduct } from './types.ts';

const skuPattern = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

/**
 * A product that could be sold: a number that fits, a name in both languages, and CV within the price, because bonuses come out of it.
 * @throws UplineError CATALOG.BAD_PRODUCT
 */
export function checkProduct(product: CatalogProduct): void {
  const { sku, name, price, pv, cv } = product;
  const named = name.en.trim() !== '' && name.ru.trim() !== '';
  const inRange = price > 0n && price <= MAX_CV && pv >= 0n && pv <= MAX_PV && cv >= 0n && cv <= price;
  if (!skuPattern.test(sku) || !named || !inRange) throw new UplineError('CATALOG.BAD_PRODUCT', { sku });
}
