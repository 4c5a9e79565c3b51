import { UplineError } from '#kernel/errors/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database, Transaction } from '#platform/database.ts';
import { readProducts, writeProduct } from './repository.ts';
import { checkProduct } from './rules.ts';
import type { CatalogProduct } from './types.ts';

export interface Catalog {
  /** Everything on sale, by number. */
  listProducts(): Promise<CatalogProduct[]>;
  /** @throws UplineError CATALOG.UNKNOWN_PRODUCT for the first that is not on sale */
  productsBySku(skus: readonly string[], transaction?: Transaction): Promise<Map<string, CatalogProduct>>;
  /** Adds a product or changes it for orders to come. @throws UplineError CATALOG.BAD_PRODUCT */
  saveProduct(product: CatalogProduct): Promise<void>;
}

export function createCatalog({ database, clock }: { database: Database; clock: Clock }): Catalog {
  return {
    listProducts: () => readProducts(database.prisma),
    productsBySku: async (skus, transaction) => {
      const found = new Map((await readProducts(transaction ?? database.prisma, skus)).map((product) => [product.sku, product]));
      for (const sku of skus) if (!found.has(sku)) throw new UplineError('CATALOG.UNKNOWN_PRODUCT', { sku });
      return found;
    },
    saveProduct: async (product) => {
      checkProduct(product);
      await writeProduct(database.prisma, product, clock.now());
    },
  };
}
