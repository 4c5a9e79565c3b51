import type { OrderQuote } from '#api/orders.ts';
import type { CheckoutOrder } from '#chain/quoter.ts';
import { abiNumber } from '#kernel/abi-number.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import type { QuoteTerms } from '#modules/orders/index.ts';
import type { WorkflowContext } from '../types.ts';

/** Seconds for which a price holds. */
const QUOTE_SECONDS = 900;

/** The order as Checkout takes it. */
export function checkoutOrder(terms: QuoteTerms): CheckoutOrder {
  const { kind, customer, pv, cv, ...rest } = terms;
  return { ...rest, kind: kind === 'own' ? 1 : 2, customer: customer ?? 0, pv: abiNumber(pv, 32), cv: abiNumber(cv, 40) };
}

/** A price for the order, signed by the company: with it the member's wallet pays, and the chain records the sale itself. */
export async function quoteOrder(context: WorkflowContext, orderId: string): Promise<OrderQuote> {
  const { database, mirror, deployment, quoter, modules, between } = context;
  const { orders } = modules;
  if (quoter === undefined || (await mirror.checkoutSetting('quoter')) !== quoter.address)
    throw new UplineError('ORDERS.NO_QUOTER');
  if ((await mirror.currentPeriod()) < FIRST_PERIOD) throw new UplineError('VOLUME_LEDGER.FOUNDING_PERIOD');
  const { memberId } = await orders.orderById(orderId);
  const buyer = (await mirror.memberById(memberId))?.wallet ?? null;
  if (buyer === null) throw new UplineError('ORDERS.NO_WALLET', { memberId });
  const now = BigInt(Math.floor((await mirror.asOf()).time.getTime() / 1000));
  const request = { orderId, buyer, now, deadline: now + BigInt(QUOTE_SECONDS), quotedBy: quoter.address };
  const { terms, signature } = await database.transaction((transaction) =>
    orders.quoteOrder(transaction, request, (wanted) => quoter.sign(checkoutOrder(wanted))),
  );
  between('place-order: quoted');
  const { orderRef, amount, pv, cv, deadline, ...rest } = checkoutOrder(terms);
  return {
    orderId,
    checkout: deployment.contracts.checkout,
    quoter: quoter.address,
    signature,
    order: {
      ...rest,
      orderRef: orderRef.toString(),
      amount: amount.toString(),
      pv: pv.toString(),
      cv: cv.toString(),
      deadline: Number(deadline),
    },
  };
}
