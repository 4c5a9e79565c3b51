export { type Orders, createOrders } from './service/index.ts';
export type { OrderListQuestion, OrderRequest, PaymentKind } from './service/ordering.ts';
export type { RecordBatchRecord } from './types.ts';
