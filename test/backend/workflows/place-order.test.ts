import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, DOLLAR, openCompany } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await company.join(2, 1);
  await company.services.modules.catalog.saveProduct({
    sku: 'RARE-1',
    name: { en: 'Rare', ru: 'Редкость' },
    price: 10n * DOLLAR,
    pv: 100n,
    cv: 9n * DOLLAR,
  });
  await company.services.modules.warehouse.receive([{ sku: 'RARE-1', quantity: 3 }], 'delivery 1');
});
afterAll(async () => company?.stop());

const level = async (sku: string) => (await company.services.modules.warehouse.levels()).get(sku);

describe('orders and stock', () => {
  test('twenty paid at once for three pieces: three are paid, stock never falls below zero', async () => {
    const placed = await Promise.all(
      Array.from({ length: 20 }, () =>
        company.doors.orders.placeOrder(2, { kind: 'own', lines: [{ sku: 'RARE-1', quantity: 1 }] }),
      ),
    );
    const paid = await Promise.allSettled(placed.map((order) => company.doors.orders.payByDemoCard(order.orderId)));
    expect(paid.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(3);
    for (const outcome of paid) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'WAREHOUSE.OUT_OF_STOCK' });
    }
    expect(await level('RARE-1')).toMatchObject({ onHand: 3, reserved: 3 });
    await expect(
      company.doors.orders.placeOrder(2, { kind: 'own', lines: [{ sku: 'RARE-1', quantity: 1 }] }),
    ).rejects.toMatchObject({ code: 'WAREHOUSE.OUT_OF_STOCK', parameters: { available: 0, wanted: 1 } });
  });

  test('paid ten times at once is paid once, with one note for the ledger', async () => {
    const order = await company.doors.orders.placeOrder(2, { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 1 }] });
    await Promise.all(Array.from({ length: 10 }, () => company.doors.orders.payByDemoCard(order.orderId)));
    const { rows } = await company.database.database.pool.query('SELECT 1 FROM office.volume_notes WHERE order_id = $1', [
      order.orderId,
    ]);
    expect(rows).toHaveLength(1);
    expect((await company.doors.orders.orderById(order.orderId)).timeline).toHaveLength(2);
  });

  test('goods go out when the sale is recorded, and come back into quarantine; each once', async () => {
    await company.closePeriod(0);
    await company.record();
    expect(await level('RARE-1')).toMatchObject({ onHand: 0, reserved: 0, quarantine: 0 });
    const { items } = await company.doors.orders.listOrders({ memberId: 2, status: 'recorded', limit: 50 });
    const rare = items.find((order) => order.lines[0]?.sku === 'RARE-1');
    if (rare === undefined) throw new Error('no rare order was recorded');
    const { orderId } = rare;
    await Promise.all(
      Array.from({ length: 5 }, () => company.doors.orders.refundOrder(orderId, 'broken', company.administrator)),
    );
    expect(await level('RARE-1')).toMatchObject({ onHand: 0, reserved: 0, quarantine: 1 });
    await company.record();
    expect(await level('RARE-1')).toMatchObject({ quarantine: 1 });
  });

  test('wrong orders are refused by name', async () => {
    const { placeOrder, refundOrder, orderById, payByDemoCard } = company.doors.orders;
    const lines = [{ sku: 'TEA-1', quantity: 1 }];
    await expect(placeOrder(999, { kind: 'own', lines })).rejects.toMatchObject({ code: 'GENEALOGY.UNKNOWN_MEMBER' });
    await expect(placeOrder(2, { kind: 'own', lines: [] })).rejects.toMatchObject({ code: 'ORDERS.EMPTY' });
    await expect(placeOrder(2, { kind: 'customer', lines, customerName: '  ' })).rejects.toMatchObject({
      code: 'ORDERS.CUSTOMER_MISSING',
    });
    await expect(placeOrder(2, { kind: 'own', lines: [{ sku: 'NO-1', quantity: 1 }] })).rejects.toMatchObject({
      code: 'CATALOG.UNKNOWN_PRODUCT',
    });
    await expect(placeOrder(2, { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 0.5 }] })).rejects.toMatchObject({
      code: 'ORDERS.BAD_QUANTITY',
    });
    const unpaid = await placeOrder(2, { kind: 'own', lines });
    await expect(refundOrder(unpaid.orderId, 'why', company.administrator)).rejects.toMatchObject({ code: 'ORDERS.NOT_PAID' });
    const gone = '00000000-0000-4000-8000-000000000000';
    await expect(orderById(gone)).rejects.toMatchObject({ code: 'REQUEST.NOT_FOUND' });
    await expect(payByDemoCard(gone)).rejects.toMatchObject({ code: 'REQUEST.NOT_FOUND' });
  });

  test('lists go page by page without a gap or a double', async () => {
    const all = await company.doors.orders.listOrders({ memberId: null, limit: 200 });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await company.doors.orders.listOrders({ memberId: null, limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((order) => order.orderId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all.items.map((order) => order.orderId));
  });
});
