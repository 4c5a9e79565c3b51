import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { product } from '#api/catalog.ts';
import { claim, claimOffer } from '#api/claims.ts';
import { earningLines, earnings } from '#api/earnings.ts';
import { frontline, memberCard, memberList, treeWindow, uplinePath } from '#api/genealogy.ts';
import { indexerStatus } from '#api/indexer.ts';
import { invitationOffer, invitationRow } from '#api/invitations.ts';
import { order, orderList } from '#api/orders.ts';
import { planDetail, planSummary } from '#api/plans.ts';
import { closeRequest, dryRun, periodSummary, runSummary } from '#api/settlement.ts';
import { deployment, disclosure } from '#api/system.ts';
import { type Company, openCompany } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  for (const [place, sponsorId] of [1, 2, 2, 3, 4].entries()) await company.join(place + 2, sponsorId);
  await company.closePeriod(0);
  for (let memberId = 2; memberId <= 6; memberId += 1) await company.order(memberId, memberId % 2 === 0 ? 'own' : 'customer');
  await company.record();
  await company.closePeriod(1);
  await company.publish(1);
  await company.order(3);
  await company.record();
});
afterAll(async () => company?.stop());

/** The answer as it would leave: through JSON and the schema of its contract, nothing lost and nothing added on the way. */
function fits<S extends z.ZodType>(schema: S, answer: z.infer<S>): void {
  const sent: unknown = JSON.parse(JSON.stringify(answer));
  const read = schema.safeParse(sent);
  expect(read.error?.issues ?? []).toEqual([]);
  expect(read.data).toEqual(sent);
}

test('every door answers in the form of its contract, before and after money has moved', async () => {
  const { doors, administrator } = company;
  fits(deployment, doors.system.deployment());
  fits(disclosure, await doors.system.disclosure());
  fits(indexerStatus, await doors.indexer.indexerStatus());
  for (const each of await doors.catalog.listProducts()) fits(product, each);

  const list = { limit: 3, status: 'all' } as const;
  for (const sort of [
    'memberId',
    '-memberId',
    'name',
    '-name',
    'joinedAt',
    '-joinedAt',
    'ppv',
    '-ppv',
    'downlineCount',
    '-downlineCount',
  ] as const) {
    fits(memberList, await doors.genealogy.listMembers({ ...list, sort }));
    fits(frontline, await doors.genealogy.frontline(2, { limit: 1, sort }));
  }
  for (const status of ['active', 'inactive'] as const) {
    const found = await doors.genealogy.listMembers({ limit: 50, status, sort: '-ppv' });
    fits(memberList, found);
    expect(found.items.every((row) => row.active === (status === 'active'))).toBe(true);
    expect(found.items.length).toBe(found.total);
  }
  expect(
    (await doors.genealogy.listMembers({ ...list, sort: 'name', query: 'person 4' })).items.map((row) => row.memberId),
  ).toEqual([4]);
  expect((await doors.genealogy.listMembers({ ...list, sort: 'memberId', query: '5' })).items.map((row) => row.memberId)).toEqual(
    [5],
  );
  fits(memberCard, await doors.genealogy.memberCard(1));
  fits(memberCard, await doors.genealogy.memberCard(6));
  fits(treeWindow, await doors.genealogy.treeWindow(1, { depth: 2, limit: 3 }));
  fits(treeWindow, await doors.genealogy.treeWindow(2, { depth: 9, limit: 100, period: 1 }));
  fits(uplinePath, await doors.genealogy.uplinePath(6));
  expect((await doors.genealogy.uplinePath(6)).items.map((step) => step.memberId)).toEqual([6, 4, 2, 1]);

  const code = await company.link(2);
  fits(invitationOffer, await doors.invitations.invitationByCode(code));
  for (const row of await doors.invitations.invitationsOf(2)) fits(invitationRow, row);

  const orders = await doors.orders.listOrders({ memberId: null, limit: 3 });
  fits(orderList, orders);
  for (const item of orders.items) fits(order, await doors.orders.orderById(item.orderId));
  for (let memberId = 1; memberId <= 6; memberId += 1) {
    fits(earnings, await doors.earnings.earningsOf(memberId));
    for (const period of [1, 2]) fits(earningLines, await doors.earnings.earningLines(memberId, period, memberId));
    fits(claimOffer, await doors.claims.claimOffer(memberId));
  }
  const offer = await doors.claims.claimOffer(2);
  await doors.claims.requestClaim(2, { root: offer.root ?? '0x', cumulative: offer.cumulative });
  await company.settle();
  for (const paid of (await doors.claims.claimsOf(2)).items) fits(claim, paid);
  fits(earnings, await doors.earnings.earningsOf(2));

  for (const each of await doors.plans.listPlans()) fits(planSummary, each);
  fits(planDetail, await doors.plans.planByVersion(1));
  for (const each of await doors.settlement.listPeriods()) fits(periodSummary, each);
  const dry = await doors.settlement.dryRun(2);
  fits(dryRun, dry);
  fits(dryRun, await doors.settlement.dryRun(1));
  fits(closeRequest, await doors.settlement.requestClose(2, dry.inputsDigest, administrator));
  fits(periodSummary, await doors.settlement.periodByNumber(2));
  fits(runSummary, await doors.settlement.runPeriod(1));
});

test('what is not there is said so', async () => {
  const { doors } = company;
  await expect(doors.genealogy.memberCard(99)).rejects.toMatchObject({ code: 'REQUEST.NOT_FOUND' });
  await expect(doors.genealogy.frontline(99, { limit: 1, sort: 'ppv' })).rejects.toMatchObject({ code: 'REQUEST.NOT_FOUND' });
  expect(await doors.genealogy.isUpline(99, 2)).toBe(false);
  await expect(doors.plans.planByVersion(9)).rejects.toMatchObject({ code: 'PLANS.UNKNOWN_VERSION' });
  await expect(doors.settlement.periodByNumber(9)).rejects.toMatchObject({ code: 'SETTLEMENT.UNKNOWN_PERIOD' });
  await expect(doors.earnings.earningLines(2, 9, null)).rejects.toMatchObject({ code: 'SETTLEMENT.UNKNOWN_PERIOD' });
  await expect(doors.claims.claimOffer(99)).rejects.toMatchObject({ code: 'GENEALOGY.UNKNOWN_MEMBER' });
  await expect(doors.operations.operationById('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
    code: 'REQUEST.NOT_FOUND',
  });
});
