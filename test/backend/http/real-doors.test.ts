import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import type { Order, OrderList } from '#api/orders.ts';
import type { Frontline, MemberList, TreeWindow } from '#api/genealogy.ts';
import type { Doors, OrdersDoor } from '#http/dependencies.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { createCatalog } from '#modules/catalog/index.ts';
import { createGenealogy } from '#modules/genealogy/index.ts';
import { walletDirectory } from '#modules/identity/index.ts';
import { createOrders } from '#modules/orders/index.ts';
import { createWarehouse } from '#modules/warehouse/index.ts';
import { createPlaceOrder } from '#workflows/place-order/index.ts';
import type { WorkflowContext } from '#workflows/types.ts';
import { api, type Door, fromOurPage, openDoor, type Parts, signIn, walletOf } from './door.ts';
import { seedMirror } from './mirror-rows.ts';

/*
 *   1 company
 *   ├ 2 ─ 3 ─ 4 ─ 6
 *   └ 5
 */
const sponsors = [0, 1, 2, 3, 1, 4];

let door: Door;
const cookies = new Map<string, string>();
const cookie = (who: number | 'auditor'): string => cookies.get(String(who)) ?? '';

/** The doors, and what fills the shelves behind them. */
function realDoors({ database, clock, identity }: Parts): { doors: Partial<Doors>; fillShelves: () => Promise<void> } {
  const mirror = createMirrorReader(database);
  const catalog = createCatalog({ database, clock });
  const warehouse = createWarehouse({ database, clock });
  const genealogy = createGenealogy({ database, clock, mirror, identity });
  const orders = createOrders({ database, clock, mirror, catalog, warehouse, genealogy });
  const context: Pick<WorkflowContext, 'database' | 'demo' | 'between'> & { modules: { orders: typeof orders } } = {
    database,
    demo: true,
    between: () => undefined,
    modules: { orders },
  };
  const placing = createPlaceOrder(context as unknown as WorkflowContext);
  const withoutRefunds: Omit<OrdersDoor, 'refundOrder'> = { ...orders, ...placing };
  return {
    doors: { genealogy, orders: withoutRefunds as OrdersDoor },
    fillShelves: async () => {
      await catalog.saveProduct({ sku: 'TEA-1', name: { en: 'Tea', ru: 'Чай' }, price: 25_000_000n, pv: 1000n, cv: 20_000_000n });
      await warehouse.receive([{ sku: 'TEA-1', quantity: 500 }], 'first delivery');
    },
  };
}

beforeAll(async () => {
  let fillShelves = async (): Promise<void> => undefined;
  door = await openDoor({
    wallets: (database) => walletDirectory(createMirrorReader(database)),
    behind: (_calls, parts) => {
      const real = realDoors(parts);
      ({ fillShelves } = real);
      return real.doors;
    },
  });
  await seedMirror(
    door.database,
    sponsors.map((sponsorId, index) => ({ sponsorId, wallet: walletOf(index + 1).address })),
  );
  await fillShelves();
  for (const memberId of [2, 3, 4, 5]) {
    cookies.set(String(memberId), await signIn(door, walletOf(memberId)));
    await request(door.app)
      .patch(api('/me'))
      .set({ ...fromOurPage, Cookie: cookie(memberId) })
      .send({ name: `Name ${memberId}` });
  }
  await door.identity.grantRole({ wallet: walletOf(50).address, role: 'auditor', by: 'test' });
  cookies.set('auditor', await signIn(door, walletOf(50)));
});
afterAll(() => door.close());

const get = (who: number | 'auditor', path: string) => request(door.app).get(api(path)).set('Cookie', cookie(who));
const post = (who: number, path: string, body: object, headers: Record<string, string> = {}) =>
  request(door.app)
    .post(api(path))
    .set({ ...fromOurPage, ...headers, Cookie: cookie(who) })
    .send(body);

/** The body as it came. */
function bytesOf(response: request.Response, done: (error: Error | null, body: unknown) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}

describe('the tree, through the real doors', () => {
  it('is open downwards and shut in every other direction', async () => {
    const seen: Record<number, number[]> = {};
    for (const viewer of [2, 3, 4, 5]) {
      for (const path of ['', '/frontline', '/tree', '/upline']) {
        const visible: number[] = [];
        for (const target of [1, 2, 3, 4, 5, 6]) {
          const response = await get(viewer, `/members/${target}${path}`);
          expect([200, 404], response.text).toContain(response.status);
          if (response.status === 200) visible.push(target);
        }
        expect(seen[viewer] ?? visible, `${viewer} ${path}`).toEqual(visible);
        seen[viewer] = visible;
      }
    }
    expect(seen).toEqual({ 2: [2, 3, 4, 6], 3: [3, 4, 6], 4: [4, 6], 5: [5] });
  });

  it('comes in windows, with names', async () => {
    const window = (await get(2, '/members/2/tree?depth=2')).body as TreeWindow;
    expect(window.nodes.map(({ memberId, level, foldedCount, name }) => ({ memberId, level, foldedCount, name }))).toEqual([
      { memberId: 2, level: 0, foldedCount: 0, name: 'Name 2' },
      { memberId: 3, level: 1, foldedCount: 0, name: 'Name 3' },
      { memberId: 4, level: 2, foldedCount: 1, name: 'Name 4' },
    ]);
    const frontline = (await get('auditor', '/members/1/frontline?sort=-memberId&limit=1')).body as Frontline;
    expect(frontline).toMatchObject({ total: 2, items: [{ memberId: 5 }] });
    const next = await get('auditor', `/members/1/frontline?sort=-memberId&limit=1&cursor=${frontline.nextCursor ?? ''}`);
    expect(next.body).toMatchObject({ items: [{ memberId: 2 }], nextCursor: null });
  });

  it('is searched by staff, and given as a file', async () => {
    const found = (await get('auditor', '/members?query=name%203')).body as MemberList;
    expect(found.items.map((row) => row.memberId)).toEqual([3]);
    const file = await get('auditor', '/members?format=csv').buffer();
    expect(file.text.trim().split('\r\n')).toHaveLength(7);
    const workbook = await get('auditor', '/members?format=xlsx').buffer().parse(bytesOf);
    expect(workbook.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename=members-list.xlsx',
    });
    expect((workbook.body as Buffer).toString('latin1')).toMatch(/^PK.*\[Content_Types\]\.xml/s);
    // Pages make the file where there is no other way.
    const orders = await get('auditor', '/orders?scope=all&format=xlsx').buffer().parse(bytesOf);
    expect(orders.status).toBe(200);
    expect((await get(2, '/members?format=xlsx')).status).toBe(403);
  });
});

describe('orders, through the real doors', () => {
  const canary = 'Canary Customer';
  let order: Order;
  beforeAll(async () => {
    const response = await post(3, '/orders', { kind: 'customer', lines: [{ sku: 'TEA-1', quantity: 2 }], customerName: canary });
    expect(response.status, response.text).toBe(201);
    order = response.body as Order;
  });

  it('take prices from the catalogue and the member from the session', () => {
    expect(order).toMatchObject({
      memberId: 3,
      total: '50000000',
      pv: '2000',
      cv: '40000000',
      status: 'placed',
      customerName: canary,
    });
  });

  it("B10: are nobody else's, in every place where an id can stand", async () => {
    for (const who of [2, 4, 5]) {
      const real = await get(who, `/orders/${order.orderId}`);
      const missing = await get(who, `/orders/${randomUUID()}`);
      const strip = ({ body }: { body: unknown }): unknown => ({ ...(body as object), requestId: '' });
      expect(real.status).toBe(404);
      expect(strip(real)).toEqual(strip(missing));
      expect((await post(who, `/orders/${order.orderId}/payment`, { method: 'demo-card' })).status).toBe(404);
      expect(((await get(who, '/orders')).body as OrderList).items).toEqual([]);
      expect((await get(who, '/orders?scope=all')).status).toBe(403);
    }
    expect((await get(3, `/orders/${order.orderId}`)).body).toMatchObject({ status: 'placed' });
  });

  it('B11: show the customer to the seller and to staff, and to nobody else anywhere', async () => {
    expect((await get(3, '/orders')).text).toContain(canary);
    expect((await get('auditor', '/orders?scope=all')).text).toContain(canary);
    const paths = [
      '/orders',
      '/members/3',
      '/members/3/tree',
      '/members/3/frontline',
      '/members/3/upline',
      `/orders/${order.orderId}`,
    ];
    for (const who of [2, 4, 5])
      for (const path of paths) expect((await get(who, path)).text, `${who} ${path}`).not.toContain(canary);
  });

  it('B17: are placed once for one key, and paid once however often', async () => {
    const before = await door.database.prisma.order.count();
    const body = { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 1 }] };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(3, '/orders', body, { 'Idempotency-Key': 'one-order' })),
    );
    expect(new Set(answers.map((answer) => (answer.body as Order).orderId)).size).toBe(1);
    expect(await door.database.prisma.order.count()).toBe(before + 1);

    const [orderId = ''] = answers.map((answer) => (answer.body as Order).orderId);
    const payments = await Promise.all(
      Array.from({ length: 20 }, () => post(3, `/orders/${orderId}/payment`, { method: 'demo-card' })),
    );
    expect(payments.map((payment) => payment.status)).toEqual(Array(20).fill(200));
    expect((await get(3, `/orders/${orderId}`)).body).toMatchObject({
      status: 'paid',
      timeline: [{ status: 'placed' }, { status: 'paid' }],
    });
  });
});
