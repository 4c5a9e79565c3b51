import { z } from 'zod';
import { sku } from './catalog.ts';
import { defineRoute } from './define-route.ts';
import {
  address,
  amountString,
  cursorText,
  hash,
  lineOfText,
  listFormat,
  localizedText,
  memberId,
  orderReference,
  paging,
  period,
  periodText,
  personName,
  signature,
  time,
  unsignedAmountString,
  uuid,
} from './values.ts';

export const orderStatus = z.enum(['placed', 'paid', 'recorded', 'final', 'refunded']).meta({
  description:
    'placed: waits for payment; recorded: its volume is on the chain; final: the chain cannot undo it; refunded: the volume was taken back.',
});
export const orderKind = z.enum(['own', 'customer']);
export const paymentKind = z
  .enum(['demo-card', 'confirmed', 'checkout'])
  .meta({ description: 'confirmed: the office says that the money came; checkout: with tokens, on the chain.' });

export const orderLine = z
  .object({
    sku,
    name: localizedText,
    quantity: z.int().min(1),
    price: unsignedAmountString,
    pv: unsignedAmountString,
    cv: unsignedAmountString,
  })
  .meta({ id: 'OrderLine', description: 'Price, PV and CV of one piece.' });

export const order = z
  .object({
    orderId: uuid,
    orderRef: orderReference,
    memberId: memberId.meta({ description: 'Who bought, or who sold to the customer.' }),
    memberName: z.string().nullable(),
    kind: orderKind,
    customerName: z.string().nullable().meta({ description: 'Shown to the seller and to staff only; never on the chain.' }),
    status: orderStatus,
    lines: z.array(orderLine),
    total: unsignedAmountString,
    pv: amountString,
    cv: amountString,
    period: period.nullable().meta({ description: 'The period that its volume counts in; null before it is recorded.' }),
    placedAt: time,
    timeline: z.array(z.object({ status: orderStatus, at: time, txHash: hash.nullable() })),
    payment: paymentKind.nullable().meta({ description: 'How it was paid; null before that.' }),
    refundReason: z.string().nullable(),
    refundOperationId: uuid.nullable().meta({
      description:
        'The latest attempt to give tokens back through Checkout; null for other payments and before the first attempt.',
    }),
  })
  .meta({ id: 'Order' });

export const orderList = z.object({ items: z.array(order), nextCursor: cursorText.nullable() }).meta({ id: 'OrderList' });

const orderPath = z.strictObject({ orderId: uuid });

export const placeOrder = defineRoute({
  id: 'orders.place',
  method: 'POST',
  path: '/orders',
  permission: 'orders.place',
  summary: 'Places an order for oneself or for a customer; goods are reserved, prices are those of the catalogue.',
  body: z.strictObject({
    kind: orderKind,
    lines: z
      .array(z.strictObject({ sku, quantity: z.int().min(1).max(999) }))
      .min(1)
      .max(50),
    customerName: personName.optional(),
  }),
  response: order,
  status: 201,
  idempotent: true,
  errors: [
    'CATALOG.UNKNOWN_PRODUCT',
    'WAREHOUSE.OUT_OF_STOCK',
    'ORDERS.BAD_QUANTITY',
    'ORDERS.TOO_LARGE',
    'ORDERS.CUSTOMER_MISSING',
  ],
});

export const listOrders = defineRoute({
  id: 'orders.list',
  method: 'GET',
  path: '/orders',
  permission: 'signedIn',
  summary: 'Own orders, or all of them (staff), newest first.',
  query: z.strictObject({
    ...paging,
    scope: z.enum(['mine', 'all']).optional(),
    status: orderStatus.optional(),
    period: periodText.optional(),
    format: listFormat,
  }),
  response: orderList,
  file: true,
});

export const getOrder = defineRoute({
  id: 'orders.get',
  method: 'GET',
  path: '/orders/:orderId',
  permission: { relation: 'owner', staff: 'orders.see' },
  summary: 'One order.',
  params: orderPath,
  response: order,
});

export const payOrder = defineRoute({
  id: 'orders.pay',
  method: 'POST',
  path: '/orders/:orderId/payment',
  permission: { relation: 'owner' },
  summary: 'Pays by the demo card (demo worlds only).',
  params: orderPath,
  body: z.strictObject({ method: z.literal('demo-card') }),
  response: order,
  idempotent: true,
  demoOnly: true,
  errors: ['ORDERS.NOT_PLACED', 'ORDERS.QUOTE_OPEN', 'WAREHOUSE.OUT_OF_STOCK'],
});

export const orderQuote = z
  .object({
    orderId: uuid,
    checkout: address,
    quoter: address,
    signature,
    order: z.object({
      orderRef: orderReference,
      memberId,
      kind: z.int().min(1).max(2),
      customer: z.int().min(0),
      saleNumber: z.int().min(1),
      buyer: address,
      amount: unsignedAmountString,
      pv: unsignedAmountString,
      cv: unsignedAmountString,
      deadline: z.int().min(0).meta({ description: 'Unix seconds.' }),
    }),
  })
  .meta({ id: 'OrderQuote', description: "ICheckout.Order and the company's signature under it." });

export const quoteOrder = defineRoute({
  id: 'orders.quote',
  method: 'POST',
  path: '/orders/:orderId/quote',
  permission: { relation: 'owner' },
  summary: 'A signed price under which the wallet of the member pays the order on the chain; goods are held until it runs out.',
  params: orderPath,
  body: z.strictObject({}),
  response: orderQuote,
  idempotent: true,
  errors: [
    'ORDERS.NO_QUOTER',
    'ORDERS.NO_WALLET',
    'ORDERS.NOT_PLACED',
    'WAREHOUSE.OUT_OF_STOCK',
    'VOLUME_LEDGER.FOUNDING_PERIOD',
  ],
});

export const confirmPayment = defineRoute({
  id: 'orders.confirmPayment',
  method: 'POST',
  path: '/orders/:orderId/payment-confirmation',
  permission: 'orders.confirmPayment',
  summary: 'Says that the money for an order has arrived.',
  params: orderPath,
  body: z.strictObject({}),
  response: order,
  idempotent: true,
  errors: ['ORDERS.NOT_PLACED', 'ORDERS.QUOTE_OPEN', 'WAREHOUSE.OUT_OF_STOCK'],
});

export const refundOrder = defineRoute({
  id: 'orders.refund',
  method: 'POST',
  path: '/orders/:orderId/refund',
  permission: 'orders.refund',
  summary: 'Takes an order back: goods, money, and the volume as a refund entry.',
  params: orderPath,
  body: z.strictObject({ reason: lineOfText(3, 500) }),
  response: order,
  idempotent: true,
  errors: ['ORDERS.NOT_PAID', 'ORDERS.REASON_MISSING'],
});

export type Order = z.infer<typeof order>;
export type OrderQuote = z.infer<typeof orderQuote>;
export type OrderLine = z.infer<typeof orderLine>;
export type OrderList = z.infer<typeof orderList>;
export type OrderStatus = z.infer<typeof orderStatus>;
export type OrderKind = z.infer<typeof orderKind>;
export type PaymentKind = z.infer<typeof paymentKind>;
