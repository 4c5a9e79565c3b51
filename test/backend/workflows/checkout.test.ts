import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderQuote } from '#api/orders.ts';
import { giveMoney } from '#test/support/checkout-story.ts';
import { testAccount } from '#test/support/deployment.ts';
import { type Company, DOLLAR, openCompany, pass, wallet } from './company.ts';

const PRICE = 100n * DOLLAR;
const HOUR_AGO = new Date(Date.now() - 3_600_000);
let company: Company;

beforeAll(async () => {
  company = await openCompany();
  await company.join(2, 1);
  await company.join(3, 2);
  await company.closePeriod(0);
  for (const person of [2, 3]) await giveMoney(company.chain, wallet(person).address);
});
afterAll(async () => company?.stop());

const place = (memberId: number) =>
  company.doors.orders.placeOrder(memberId, { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 1 }] });
const balanceOf = (account: string): Promise<bigint> => company.chain.read<bigint>('token', 'balanceOf', [account]);
const follow = async (): Promise<void> => {
  await company.caughtUp();
  await company.services.modules.orders.followCheckout();
  await company.services.modules.orders.followMirror();
};
const held = async (): Promise<number> => (await company.services.modules.warehouse.levels()).get('TEA-1')?.reserved ?? 0;

/** What the cabinet does with a quote: approve, then pay. */
async function pay({ order, signature, checkout }: OrderQuote): Promise<void> {
  const { chain } = company;
  const buyer = wallet(order.memberId);
  await chain.sendAs(buyer, 'token', 'approve', [checkout, BigInt(order.amount)]);
  await chain.sendAs(buyer, 'checkout', 'pay', [order, signature]);
}

describe('an order paid with tokens', () => {
  test('is quoted, paid by the wallet, recorded by the chain itself, and becomes final; nobody batches it', async () => {
    const { orderId } = await place(3);
    const quote = await company.doors.orders.quoteOrder(orderId);
    expect(quote.order).toMatchObject({ memberId: 3, kind: 1, saleNumber: 1, amount: PRICE.toString(), cv: '80000000' });
    expect(await company.doors.orders.quoteOrder(orderId)).toEqual(quote);
    expect(await held()).toBe(1);

    const before = await balanceOf(company.chain.deployment.contracts.payoutVault);
    await pay(quote);
    await follow();
    const order = await company.doors.orders.orderById(orderId);
    expect(order).toMatchObject({ status: 'recorded', period: 1 });
    expect(order.timeline.map(({ status }) => status)).toEqual(['placed', 'paid', 'recorded']);
    expect(await balanceOf(company.chain.deployment.contracts.payoutVault)).toBe(before + PRICE);
    expect(await company.services.workflows.recordVolumes.recordVolumes()).toBe('nothing');
    expect(await held()).toBe(0);
    await company.finalize();
    expect((await company.doors.orders.orderById(orderId)).status).toBe('final');
    await expect(company.doors.orders.quoteOrder(orderId)).rejects.toMatchObject({ code: 'ORDERS.NOT_PLACED' });
    await expect(pay(quote)).rejects.toMatchObject({ code: 'GENEALOGY.SALE_NUMBER_USED' });
  });

  test('is not paid in another way while its price holds; when that has run out, the goods are free again', async () => {
    const { orderId } = await place(3);
    const quote = await company.doors.orders.quoteOrder(orderId);
    expect(quote.order.saleNumber).toBe(2);
    await expect(company.doors.orders.payByDemoCard(orderId)).rejects.toMatchObject({ code: 'ORDERS.QUOTE_OPEN' });
    await pass(company.chain, 1);
    await company.finalize();
    await follow();
    expect(await held()).toBe(0);
    await expect(pay(quote)).rejects.toMatchObject({ code: 'CHECKOUT.QUOTE_EXPIRED' });
    // A new price for the same order has the same sale number: only one of them can ever be paid.
    expect((await company.doors.orders.quoteOrder(orderId)).order.saleNumber).toBe(2);
    await pass(company.chain, 1);
    await company.finalize();
    await follow();
    expect((await company.doors.orders.payByDemoCard(orderId)).status).toBe('paid');
    await company.record();
    expect((await company.doors.orders.orderById(orderId)).status).toBe('recorded');
  });

  test('waits for a payment again when the chain loses the block of the first', async () => {
    const { orderId } = await place(2);
    const quote = await company.doors.orders.quoteOrder(orderId);
    await company.finalize();
    const snapshot = await company.chain.anvil.request('evm_snapshot');
    await pay(quote);
    await follow();
    expect((await company.doors.orders.orderById(orderId)).status).toBe('recorded');
    await company.chain.anvil.request('evm_revert', snapshot);
    await company.chain.mine(3);
    await follow();
    const lost = await company.doors.orders.orderById(orderId);
    expect([lost.status, lost.timeline.map(({ status }) => status)]).toEqual(['placed', ['placed']]);
    expect(await company.services.workflows.recordVolumes.recordVolumes()).toBe('nothing');
    await pay(quote);
    await follow();
    expect((await company.doors.orders.orderById(orderId)).status).toBe('recorded');
  });

  test('is given back on the chain, once; what the chain refuses is tried again later', async () => {
    const { orderId } = await place(3);
    await pay(await company.doors.orders.quoteOrder(orderId));
    await follow();
    const { returnGoods } = company.services.workflows;
    await company.doors.orders.refundOrder(orderId, 'came back unopened', company.administrator);
    // The treasury has not approved yet.
    expect(await returnGoods.followRefunds()).toBe(1);
    await company.settle();
    expect(await returnGoods.followRefunds()).toBe(0);
    await giveMoney(company.chain, testAccount('treasurer').address, PRICE);
    await company.chain.send('treasurer', 'token', 'approve', [company.chain.deployment.contracts.checkout, PRICE]);
    await company.database.database.pool.query('UPDATE office.chain_operations SET updated_at = $1 WHERE status = $2', [
      HOUR_AGO,
      'failed',
    ]);
    const before = await balanceOf(wallet(3).address);
    expect(await returnGoods.followRefunds()).toBe(1);
    await company.settle();
    expect(await returnGoods.followRefunds()).toBe(0);
    expect(await balanceOf(wallet(3).address)).toBe(before + PRICE);
    await follow();
    const order = await company.doors.orders.orderById(orderId);
    expect(order.status).toBe('refunded');
    expect(order.timeline.at(-1)?.txHash).toMatch(/^0x/);
    expect(await company.services.workflows.recordVolumes.recordVolumes()).toBe('nothing');
  });

  test('needs a quoter whom the chain knows', async () => {
    const { orderId } = await place(3);
    await company.chain.send('administrator', 'checkout', 'setQuoter', [testAccount('guardian').address]);
    await company.caughtUp();
    await expect(company.doors.orders.quoteOrder(orderId)).rejects.toMatchObject({ code: 'ORDERS.NO_QUOTER' });
  });

  test('leaves a mirror that agrees with the chain', async () => {
    expect(await company.differences()).toEqual([]);
  });
});
