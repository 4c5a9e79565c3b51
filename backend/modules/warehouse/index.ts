export { type Warehouse, createWarehouse } from './service.ts';
export type { Goods, StockLevel } from './types.ts';
