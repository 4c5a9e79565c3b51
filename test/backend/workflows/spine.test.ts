import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, DOLLAR, openCompany, wallet } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(async () => company?.stop());

test('a newcomer joins, orders, is recorded, is paid: from the invitation to the tokens', async () => {
  const { chain, doors } = company;
  // Two join, one under the other; the founding period closes.
  const first = await company.join(2, 1);
  const second = await company.join(3, first);
  expect([first, second]).toEqual([2, 3]);
  expect(await doors.genealogy.memberCard(second)).toMatchObject({
    name: 'Person 3',
    sponsorId: 2,
    sponsorName: 'Person 2',
    depth: 2,
  });
  await company.closePeriod(0);

  // Both buy; the volume reaches the chain and comes back as state of the orders.
  const order = await company.order(second, 'customer', 2);
  await company.order(first);
  expect((await doors.orders.orderById(order.orderId)).status).toBe('paid');
  await company.record();
  const recorded = await doors.orders.orderById(order.orderId);
  expect(recorded).toMatchObject({ status: 'recorded', period: 1, total: '200000000', pv: '20000', cv: '160000000' });
  expect(recorded.timeline.map((step) => step.status)).toEqual(['placed', 'paid', 'recorded']);
  expect(recorded.timeline.at(-1)?.txHash).toMatch(/^0x[0-9a-f]{64}$/);
  expect(await doors.earnings.earningsOf(first)).toMatchObject({
    periods: [{ period: 1, status: 'estimate', amount: (8n * DOLLAR).toString() }],
  });
  await company.finalize();
  expect((await doors.orders.orderById(order.orderId)).status).toBe('final');

  // Two people close it; the run is proposed; the window passes; the approver accepts.
  await company.closePeriod(1);
  const run = await doors.settlement.runPeriod(1);
  expect(run).toMatchObject({ period: 1, earners: 2, total: (24n * DOLLAR).toString(), leafCount: 2, scaleDown: null });
  await expect(doors.settlement.payoutFile(1)).rejects.toMatchObject({ code: 'SETTLEMENT.FILE_MISSING' });
  await company.publish(1);
  expect(await doors.settlement.periodByNumber(1)).toMatchObject({ status: 'accepted', run: { root: run.root } });
  expect((await doors.settlement.payoutFile(1)).length).toBeGreaterThan(100);

  // 10 % of the customer sale for the seller, 5 % for the sponsor.
  const lines = await doors.earnings.earningLines(first, 1, null);
  expect(lines.lines).toEqual([
    expect.objectContaining({ orderId: order.orderId, level: 2, ratePpm: 50_000, amount: (8n * DOLLAR).toString() }),
  ]);

  // The company sends the claim; the tokens are there.
  const offer = await doors.claims.claimOffer(second);
  expect(offer).toMatchObject({ claimable: (16n * DOLLAR).toString(), settled: '0', wallet: wallet(3).address.toLowerCase() });
  if (offer.root === null) throw new Error('no root');
  const operation = await doors.claims.requestClaim(second, { root: offer.root, cumulative: offer.cumulative });
  await company.settle();
  expect(await doors.operations.operationById(operation.operationId)).toMatchObject({
    kind: 'claim',
    status: 'mined',
    memberId: second,
  });
  expect(await chain.read('token', 'balanceOf', [wallet(3).address])).toBe(16n * DOLLAR);
  expect(await doors.earnings.earningsOf(second)).toMatchObject({
    summary: { preliminary: '0', inReview: '0', claimable: '0', received: (16n * DOLLAR).toString() },
  });
  expect((await doors.claims.claimsOf(second)).items).toHaveLength(1);
  await expect(doors.claims.requestClaim(second, { root: `0x${'1'.repeat(64)}`, cumulative: '1' })).rejects.toMatchObject({
    code: 'CLAIM.STALE_ROOT',
  });
  const disclosure = await doors.system.disclosure();
  expect(disclosure).toMatchObject({ members: 2, paidNothing: 0, total: (24n * DOLLAR).toString(), throughPeriod: 1 });
});
