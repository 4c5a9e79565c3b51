import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actor, type Company, DOLLAR, openCompany, pass, wallet } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await company.join(2, 1);
  await company.join(3, 2);
  await company.closePeriod(0);
  await company.order(3, 'own', 3);
  await company.order(2);
  await company.record();
});
afterAll(async () => company?.stop());

/** Lets a process die at one named point, once. */
function dieAt(point: string): (reached: string) => void {
  return (reached) => {
    if (reached === point) throw new Error(`died at ${point}`);
  };
}

const countOf = async (sql: string): Promise<number> =>
  Number((await company.database.database.pool.query<{ count: bigint }>(`SELECT count(*) AS count FROM ${sql}`)).rows[0]?.count);

describe('P11: a month is closed once, whoever presses, however often, whatever dies', () => {
  test('who asked cannot approve, neither by account nor by wallet', async () => {
    const { inputsDigest } = await company.doors.settlement.dryRun(1);
    const { requestId, state } = await company.doors.settlement.requestClose(1, inputsDigest, company.administrator);
    expect(state).toBe('waiting');
    await expect(company.doors.settlement.approveClose(requestId, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.SAME_PERSON',
    });
    const otherAccountSameWallet = actor(company.administrator.wallet);
    await expect(company.doors.settlement.approveClose(requestId, otherAccountSameWallet)).rejects.toMatchObject({
      code: 'SETTLEMENT.SAME_PERSON',
    });
    expect(await countOf("office.chain_operations WHERE kind = 'closePeriod' AND idempotency_key LIKE 'close:1:%'")).toBe(0);
  });

  test('figures that changed since they were shown are not approved', async () => {
    const { inputsDigest } = await company.doors.settlement.dryRun(1);
    const { requestId } = await company.doors.settlement.requestClose(1, inputsDigest, company.administrator);
    await company.order(2);
    await company.record();
    await expect(company.doors.settlement.approveClose(requestId, company.approver)).rejects.toMatchObject({
      code: 'SETTLEMENT.FIGURES_CHANGED',
    });
    expect((await company.doors.settlement.periodByNumber(1)).closeRequest?.state).toBe('outdated');
    await expect(company.doors.settlement.requestClose(1, inputsDigest, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.FIGURES_CHANGED',
    });
    await expect(company.doors.settlement.requestClose(2, inputsDigest, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.NOT_OPEN_YET',
    });
  });

  test('a process that dies while approving leaves nothing, or everything', async () => {
    const { inputsDigest } = await company.doors.settlement.dryRun(1);
    const { requestId } = await company.doors.settlement.requestClose(1, inputsDigest, company.administrator);
    const early = await company.another(dieAt('close-period: queued, not approved'));
    await expect(early.doors.settlement.approveClose(requestId, company.approver)).rejects.toThrow('died at');
    expect(await countOf("office.chain_operations WHERE idempotency_key LIKE 'close:1:%'")).toBe(0);
    expect((await company.doors.settlement.periodByNumber(1)).closeRequest?.state).toBe('waiting');

    const late = await company.another(dieAt('close-period: approved'));
    await expect(late.doors.settlement.approveClose(requestId, company.approver)).rejects.toThrow('died at');
    expect((await company.doors.settlement.periodByNumber(1)).closeRequest?.state).toBe('approved');
  });

  test('many approvals from two sessions at once are one close', async () => {
    const other = await company.another();
    const request = (await company.doors.settlement.periodByNumber(1)).closeRequest;
    if (request === null) throw new Error('no request');
    const approvals = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        (turn % 2 === 0 ? company : other).doors.settlement.approveClose(request.requestId, company.approver),
      ),
    );
    expect(new Set(approvals.map((operation) => operation.operationId)).size).toBe(1);
    await expect(company.doors.settlement.requestClose(1, request.inputsDigest, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.CLOSE_UNDER_WAY',
    });
    await Promise.all([company.services.sender.step(), other.services.sender.step()]);
    await company.settle();
    expect(await company.chain.read('volumeLedger', 'currentPeriod')).toBe(2);
    expect(await countOf('mirror.periods WHERE period = 1')).toBe(1);
    await expect(company.doors.settlement.dryRun(1)).resolves.toMatchObject({ period: 1 });
    await expect(company.doors.settlement.requestClose(1, request.inputsDigest, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.ALREADY_CLOSED',
    });
  });

  test('the run waits until the close cannot be undone', async () => {
    await expect(company.doors.settlement.runPeriod(1)).rejects.toMatchObject({ code: 'COMMISSIONS.NOT_FINAL' });
    await expect(company.doors.settlement.runPeriod(2)).rejects.toMatchObject({ code: 'COMMISSIONS.PERIOD_OPEN' });
    await company.finalize();
  });

  test('run from two sessions at once, dead between run and file: one run, one file', async () => {
    const other = await company.another();
    await Promise.all([company, other].map(({ services }) => services.modules.commissions.storeRun(1)));
    expect((await company.doors.settlement.periodByNumber(1)).status).toBe('closed');
    const runs = await Promise.all(
      Array.from({ length: 6 }, (_, turn) => (turn % 2 === 0 ? company : other).doors.settlement.runPeriod(1)),
    );
    expect(new Set(runs.map((run) => `${run.root} ${run.fileHash}`)).size).toBe(1);
    expect(await countOf('office.runs')).toBe(1);
    expect(await countOf('office.payout_files')).toBe(1);
    // 10 % of 240 and 10 % of 160 have nobody to go to below the company's partners: only member 2 has a downline.
    expect(runs[0]).toMatchObject({ total: (24n * DOLLAR).toString(), earners: 1 });
  });

  test('a stored run cannot be changed, not even by the owner of the database', async () => {
    const { pool } = company.database.database;
    await expect(pool.query('UPDATE office.runs SET total = total + 1')).rejects.toThrow(/append-only/);
    await expect(pool.query('DELETE FROM office.run_earnings')).rejects.toThrow(/append-only/);
  });

  test('proposed from two sessions at once, dead at each step: one root in review', async () => {
    for (const point of ['publish-payouts: checked', 'publish-payouts: noted']) {
      const dying = await company.another(dieAt(point));
      await expect(dying.doors.settlement.proposePeriod(1, company.administrator)).rejects.toThrow('died at');
    }
    const other = await company.another();
    const proposals = await Promise.all(
      Array.from({ length: 6 }, (_, turn) =>
        (turn % 2 === 0 ? company : other).doors.settlement.proposePeriod(1, company.administrator),
      ),
    );
    expect(new Set(proposals.map((operation) => operation.operationId)).size).toBe(1);
    await company.settle();
    expect(await countOf('mirror.proposals')).toBe(1);
    expect((await company.doors.settlement.periodByNumber(1)).status).toBe('inReview');
    await expect(company.doors.settlement.proposePeriod(1, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.PROPOSAL_PENDING',
    });
  });

  test('a rejected root can be proposed again, and the next period waits for it', async () => {
    const { proposal } = await company.doors.settlement.periodByNumber(1);
    await company.chain.send('guardian', 'payoutVault', 'reject', [proposal, 'look again']);
    await company.caughtUp();
    expect(await company.doors.settlement.periodByNumber(1)).toMatchObject({
      status: 'calculated',
      proposal: { state: 'rejected', reason: 'look again' },
    });
    await company.doors.settlement.proposePeriod(1, company.administrator);
    await company.settle();
    expect((await company.doors.settlement.periodByNumber(1)).status).toBe('inReview');
  });

  test('claims: pressed ten times, from two sessions, dead after the note: paid once', async () => {
    await pass(company.chain, 4);
    const { proposal } = await company.doors.settlement.periodByNumber(1);
    await company.chain.send('approver', 'payoutVault', 'accept', [proposal]);
    await company.caughtUp();
    const offer = await company.doors.claims.claimOffer(2);
    if (offer.root === null) throw new Error('no root');
    const request = { root: offer.root, cumulative: offer.cumulative };
    await expect(company.doors.claims.requestClaim(2, { ...request, cumulative: '1' })).rejects.toMatchObject({
      code: 'CLAIM.OTHER_AMOUNT',
    });
    await expect(company.doors.claims.requestClaim(3, request)).rejects.toMatchObject({ code: 'CLAIM.NOTHING' });
    const dying = await company.another(dieAt('claim-payout: noted'));
    const other = await company.another();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, turn) => ([company, other, dying][turn % 3] ?? other).doors.claims.requestClaim(2, request)),
    );
    const claims = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.operationId] : []));
    expect(new Set(claims).size).toBe(1);
    expect(await countOf("office.chain_operations WHERE kind = 'claim'")).toBe(1);
    expect((await company.doors.claims.requestClaim(2, request)).operationId).toBe(claims[0]);
    await company.settle();
    expect(await company.chain.read('token', 'balanceOf', [wallet(2).address])).toBe(24n * DOLLAR);
    expect(await countOf('mirror.claims')).toBe(1);
    expect((await company.doors.settlement.periodByNumber(1)).claims).toEqual({
      members: 1,
      received: (24n * DOLLAR).toString(),
      total: (24n * DOLLAR).toString(),
    });
  });
});
