export { type Catalog, createCatalog } from './service.ts';
export type { CatalogProduct } from './types.ts';
