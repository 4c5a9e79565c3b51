import type { Transaction } from '#platform/database.ts';
import type { CatalogProduct } from './types.ts';

/** @param skus all products on sale when left out */
export async function readProducts(client: Transaction, skus?: readonly string[]): Promise<CatalogProduct[]> {
  const rows = await client.product.findMany({
    where: { active: true, ...(skus === undefined ? {} : { sku: { in: [...skus] } }) },
    orderBy: { sku: 'asc' },
  });
  return rows.map(({ sku, nameEn, nameRu, price, pv, cv }) => ({ sku, name: { en: nameEn, ru: nameRu }, price, pv, cv }));
}

export async function writeProduct(client: Transaction, product: CatalogProduct, now: Date): Promise<void> {
  const { sku, name, price, pv, cv } = product;
  const fields = { nameEn: name.en, nameRu: name.ru, price, pv, cv, active: true };
  await client.product.upsert({ where: { sku }, create: { sku, ...fields, createdAt: now }, update: fields });
}
