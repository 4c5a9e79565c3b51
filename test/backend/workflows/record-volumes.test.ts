import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packEntries } from '#engine/index.ts';
import { bytesToHex } from '#kernel/hex.ts';
import { type Company, openCompany } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await company.join(2, 1);
  await company.closePeriod(0);
});
afterAll(async () => company?.stop());

interface EntryRow {
  order_ref: bigint;
  kind: number;
}

async function entries(): Promise<string[]> {
  const { rows } = await company.database.database.pool.query<EntryRow>(
    'SELECT order_ref, kind FROM mirror.volume_entries ORDER BY entry_index',
  );
  return rows.map((row) => `${row.order_ref}:${row.kind}`);
}

const dieAt =
  (point: string) =>
  (reached: string): void => {
    if (reached === point) throw new Error(`died at ${point}`);
  };

describe('volumes reach the ledger, each exactly once', () => {
  test.each(['record-volumes: chosen', 'record-volumes: queued, not noted', 'record-volumes: noted'])(
    'a process that dies at "%s" costs nothing and doubles nothing',
    async (point) => {
      const order = await company.order(2);
      const dying = await company.another(dieAt(point));
      await expect(dying.services.workflows.recordVolumes.recordVolumes()).rejects.toThrow('died at');
      await company.record();
      const seen = await entries();
      expect(seen.filter((entry) => entry === `${order.orderRef}:1`)).toHaveLength(1);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  test('a process that dies between the block and its own note finds the block again', async () => {
    const order = await company.order(2);
    expect(await company.services.workflows.recordVolumes.recordVolumes()).toBe('queued');
    // Sent and mined, but whoever sent it never looked again; another process takes over, twice at once.
    await company.settle();
    const [first, second] = await Promise.all([company.another(), company.another()]);
    await Promise.all([first, second].map(({ services }) => services.workflows.recordVolumes.recordVolumes()));
    await company.record();
    expect((await entries()).filter((entry) => entry === `${order.orderRef}:1`)).toHaveLength(1);
  });

  test('ten workers at once make one batch', async () => {
    const orders = await Promise.all(Array.from({ length: 5 }, () => company.order(2)));
    const workers = await Promise.all(Array.from({ length: 10 }, () => company.another()));
    const outcomes = await Promise.all(workers.map(({ services }) => services.workflows.recordVolumes.recordVolumes()));
    expect(outcomes.filter((outcome) => outcome === 'queued')).toHaveLength(1);
    await company.record();
    const seen = await entries();
    for (const order of orders) expect(seen.filter((entry) => entry === `${order.orderRef}:1`)).toHaveLength(1);
  });

  test('somebody else recorded meanwhile: the ledger refuses the batch and it is made anew', async () => {
    const order = await company.order(2);
    expect(await company.services.workflows.recordVolumes.recordVolumes()).toBe('queued');
    // A stranger's batch takes the number that ours was made for.
    const next = (await company.chain.read<bigint>('volumeLedger', 'lastSeq')) + 1n;
    const foreign = bytesToHex(packEntries([{ kind: 'ownPurchase', memberId: 2, pv: 100n, cv: 100n, orderRef: 65_535 }]));
    await company.chain.send('recorder', 'volumeLedger', 'record', [next, foreign]);
    await company.settle();
    expect(await company.services.workflows.recordVolumes.recordVolumes()).toBe('refused');
    await company.record();
    expect((await entries()).filter((entry) => entry === `${order.orderRef}:1`)).toHaveLength(1);
    expect((await company.doors.orders.orderById(order.orderId)).status).toBe('recorded');
  });

  test('a refund stands behind its sale, and an order refunded before it was recorded brings both', async () => {
    const order = await company.order(2, 'customer');
    await company.doors.orders.refundOrder(order.orderId, 'did not like it', company.administrator);
    await company.record();
    const seen = await entries();
    expect(seen.indexOf(`${order.orderRef}:2`)).toBeGreaterThanOrEqual(0);
    expect(seen.indexOf(`${order.orderRef}:4`)).toBe(seen.indexOf(`${order.orderRef}:2`) + 1);
    const refunded = await company.doors.orders.orderById(order.orderId);
    expect(refunded).toMatchObject({ status: 'refunded', refundReason: 'did not like it' });
    expect(refunded.timeline.find((step) => step.status === 'refunded')?.txHash).toMatch(/^0x/);
  });

  test('no name of a customer is on the chain, only a number', async () => {
    const { rows } = await company.database.database.pool.query<{ customer: bigint }>(
      'SELECT customer FROM mirror.volume_entries WHERE kind = 2',
    );
    expect(rows.map((row) => row.customer)).toEqual([1n]);
    const { rows: sent } = await company.database.database.pool.query<{ data: string }>(
      'SELECT data FROM office.chain_operations',
    );
    const canary = Buffer.from('Everett').toString('hex');
    expect(sent.some((row) => row.data.includes(canary))).toBe(false);
  });

  test('a reorganisation takes a recorded order back to paid, and it is recorded again', async () => {
    const snapshot = await company.chain.anvil.request('evm_snapshot');
    const order = await company.order(2);
    await company.record();
    expect((await company.doors.orders.orderById(order.orderId)).status).toBe('recorded');
    await company.chain.anvil.request('evm_revert', snapshot);
    await company.chain.mine(3);
    await company.caughtUp();
    await company.services.modules.orders.followMirror();
    const lost = await company.doors.orders.orderById(order.orderId);
    expect(lost).toMatchObject({ status: 'paid', period: null });
    expect(lost.timeline.map((step) => step.status)).toEqual(['placed', 'paid']);
    for (let turn = 0; turn < 5; turn += 1) {
      await company.settle();
      await company.record();
    }
    expect((await company.doors.orders.orderById(order.orderId)).status).toBe('recorded');
    expect((await entries()).filter((entry) => entry === `${order.orderRef}:1`)).toHaveLength(1);
  });
});
