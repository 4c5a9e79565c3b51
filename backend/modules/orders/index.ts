export { type Orders, createOrders } from './service/index.ts';
export type { OrderListQuestion, OrderRequest } from './service/ordering.ts';
export type { PaymentKind, QuoteTerms, RecordBatchRecord } from './types.ts';
