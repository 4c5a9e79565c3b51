import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalPlan } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { addRun, readRunEarnings, readRuns } from '#modules/commissions/repository.ts';
import { inTransaction } from '#platform/transaction.ts';
import { testAccount } from '#test/support/deployment.ts';
import { DAILY_CLAIMS } from '#workflows/claim-payout/index.ts';
import { type Company, DOLLAR, openCompany } from './company.ts';
import { told } from './trials.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ funds: 0n });
  const sponsors = [1, 2, 2, 3, 4, 5, 6, 6, 1];
  for (const [place, sponsorId] of sponsors.entries()) await company.join(place + 2, sponsorId);
  await company.closePeriod(0);
  for (let memberId = 2; memberId <= 10; memberId += 1) await company.order(memberId, memberId % 3 === 0 ? 'customer' : 'own');
  await company.record();
  await company.closePeriod(1);
});
afterAll(async () => company?.stop());

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

test('whoever watches a run sees its steps, and afterwards none', async () => {
  const { settlement } = company.services.modules;
  const steps = new Set<string>();
  const watched = { going: true };
  // Nothing can be written down while this stands: the run waits where the console asks for it.
  const lock = await company.database.database.pool.connect();
  await lock.query('BEGIN');
  await lock.query('LOCK TABLE office.runs IN SHARE MODE');
  const run = settlement.preparePayouts(1).finally(() => {
    watched.going = false;
  });
  // Looks at every turn, as the steps are short here.
  const watch = async (): Promise<void> => {
    for (; watched.going; await setImmediate()) {
      const progress = settlement.runProgress(1);
      if (progress !== undefined) steps.add(progress.step);
    }
  };
  const ask = async (): Promise<void> => {
    try {
      await expect.poll(() => settlement.runProgress(1)?.step).toBe('writing');
      expect((await settlement.periodByNumber(1)).runProgress?.step).toBe('writing');
    } finally {
      await lock.query('COMMIT');
      lock.release();
    }
  };
  await Promise.all([ask(), watch(), run]);
  expect([...steps]).toEqual(expect.arrayContaining(['checking', 'writing', 'publishing']));
  expect((await settlement.periodByNumber(1)).runProgress).toBeNull();
});

describe('P14: every amount leads to orders', () => {
  test('the lines of each member come to the amount, and each names an order', async () => {
    let total = 0n;
    for (let memberId = 2; memberId <= 10; memberId += 1) {
      const { periods } = await company.doors.earnings.earningsOf(memberId);
      const explained = await company.doors.earnings.earningLines(memberId, 1, null);
      expect(sum(explained.lines.map((line) => line.amount))).toBe(BigInt(explained.total));
      expect(explained.net).toBe(periods.find((row) => row.period === 1)?.amount);
      expect(periods[0]).toMatchObject({ period: 2, status: 'estimate', amount: '0' });
      for (const line of explained.lines) {
        const order = await company.doors.orders.orderById(line.orderId ?? '');
        expect(order).toMatchObject({ orderRef: line.orderRef, memberId: line.source.memberId });
        expect(BigInt(line.amount)).toBe((BigInt(order.cv) * BigInt(line.ratePpm)) / 1_000_000n);
        expect(line.source.name).toBe(`Person ${line.source.memberId}`);
      }
      total += BigInt(explained.net);
    }
    const run = await company.doors.settlement.runPeriod(1);
    expect(run.periodTotal).toBe(total.toString());
    expect(run.total).toBe(total.toString());
    expect(total).toBeGreaterThan(0n);
  });

  test("a member sees which order was theirs, and of others' only the reference", async () => {
    const { lines } = await company.doors.earnings.earningLines(3, 1, 3);
    expect(lines.some((line) => line.source.memberId === 3 && line.orderId !== null)).toBe(true);
    expect(lines.filter((line) => line.source.memberId !== 3).every((line) => line.orderId === null)).toBe(true);
  });

  test('a bonus without lines says what was missing, of the open period too', async () => {
    const team = { bonusId: 'team', bonusName: { en: 'Team bonus', ru: 'Командный бонус' }, kind: 'level' };
    const test = { unit: 'count', level: null, rank: null, condition: null, depth: 0, alternative: null };
    // Nobody stands below member 10, who was active in period 1.
    const closed = await company.doors.earnings.earningLines(10, 1, 10);
    expect(closed.lines).toEqual([]);
    expect(closed.missing).toEqual([{ ...team, needs: [{ ...test, what: 'orders', required: '1', actual: '0' }] }]);
    expect(closed.nextRank).toBeNull();
    const points = { ...test, what: 'ppv', required: '5000', actual: '0', unit: 'points', condition: 'active' };
    expect(await company.doors.earnings.earningLines(10, 2, 10)).toMatchObject({
      status: 'estimate',
      missing: [{ ...team, needs: [points] }],
    });
    expect((await company.doors.earnings.earningLines(2, 1, 2)).missing).toEqual([]);
  });
});

describe('what the vault would refuse is refused before it costs anything', () => {
  test('an empty vault', async () => {
    await expect(company.doors.settlement.proposePeriod(1, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.UNDERFUNDED',
    });
    await expect(company.doors.settlement.proposePeriod(2, company.administrator)).rejects.toMatchObject({
      code: 'COMMISSIONS.NOT_CALCULATED',
    });
    const { rows } = await company.database.database.pool.query(
      "SELECT 1 FROM office.chain_operations WHERE kind = 'proposeRoot'",
    );
    expect(rows).toHaveLength(0);
  });

  test('a payout file that was touched', async () => {
    const { filesDir } = company.config;
    const [name] = await readdir(filesDir);
    const path = join(filesDir, name ?? '');
    const bytes = await readFile(path);
    await writeFile(path, bytes.toString().replace('"period":1', '"period":2'));
    await expect(company.doors.settlement.proposePeriod(1, company.administrator)).rejects.toMatchObject({
      code: 'SETTLEMENT.FILE_DAMAGED',
    });
    await writeFile(path, bytes);
  });
});

describe('refunds', () => {
  test('a return after the close takes its bonuses back in the next period; the closed one stays', async () => {
    const before = await company.services.modules.commissions.storedEarnings(1);
    const runBefore = (await company.doors.settlement.periodByNumber(1)).run;
    const { items } = await company.doors.orders.listOrders({ memberId: 10, limit: 1 });
    const [order] = items;
    const { items: deep } = await company.doors.orders.listOrders({ memberId: 8, limit: 1 });
    await company.doors.orders.refundOrder(order?.orderId ?? '', 'came back', company.administrator);
    await company.doors.orders.refundOrder(deep[0]?.orderId ?? '', 'came back', company.administrator);
    await company.record();

    // Member 6 sponsored 8: ten per cent of 80 is taken back and there is nothing yet to set it off against.
    const { lines, net, debtAfter, total } = await company.doors.earnings.earningLines(6, 2, null);
    expect(lines).toEqual([
      expect.objectContaining({ amount: (-8n * DOLLAR).toString(), reversalOf: { period: 1, entryIndex: expect.any(String) } }),
    ]);
    expect({ net, debtAfter, total }).toEqual({
      net: '0',
      debtAfter: (8n * DOLLAR).toString(),
      total: (-8n * DOLLAR).toString(),
    });
    const dry = await company.doors.settlement.dryRun(2);
    expect(dry.differences.vanishedCount).toBeGreaterThan(0);
    expect(dry.previousPeriod).toBe(1);

    await company.closePeriod(2);
    await company.services.workflows.publishPayouts.runClosedPeriods();
    expect(await company.services.modules.commissions.storedEarnings(1)).toEqual(before);
    expect((await company.doors.settlement.periodByNumber(1)).run).toEqual(runBefore);
    expect((await company.doors.settlement.periodByNumber(2)).run?.total).toBe(runBefore?.total);
  });
});

describe('a draft on the closed periods of the mirror', () => {
  const asker = { accountId: 'administrator' };
  const planOf = async () => (await company.services.modules.commissions.closedRun(2)).input.plan;

  test('the plan in force changes nothing, and a plan without bonuses takes from everybody what they earned', async () => {
    const { commissions } = company.services.modules;
    const plan = await planOf();
    const { shares, report: same } = await told(commissions.backtest(canonicalPlan(plan), asker));
    expect(same.draft).toEqual(same.current);
    expect(same.draft.periods.map(({ period }) => period)).toEqual([1, 2]);
    expect(same.changes).toMatchObject({ winners: 0, losers: 0, unchanged: 9, gained: '0', lost: '0', mostChanged: [] });
    expect(same.bonuses).toEqual(plan.bonuses.map(({ id, name }) => ({ id, name })));
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const stored = [...(await commissions.storedEarnings(1)), ...(await commissions.storedEarnings(2))];
    expect(BigInt(same.draft.totals.earned)).toBe(stored.reduce((total, { net }) => total + net, 0n));

    const { report: first } = await told(commissions.backtest(canonicalPlan({ ...plan, bonuses: [] }), asker, 1));
    const earners = (await commissions.storedEarnings(1)).filter(({ net }) => net > 0n);
    expect(first.draft.periods).toHaveLength(1);
    expect(first.changes).toMatchObject({ winners: 0, losers: earners.length, gained: '0', lost: first.current?.totals.earned });
    const [most] = first.changes?.mostChanged ?? [];
    expect(most).toMatchObject({ name: `Person ${most?.memberId ?? 0}`, after: '0' });
  });

  test('is refused when it could not be published, or walks a tree that the chain has not', async () => {
    const { commissions } = company.services.modules;
    const plan = await planOf();
    await expect(told(commissions.backtest(`${canonicalPlan(plan)} `, asker))).rejects.toMatchObject({ code: 'PLAN.INVALID' });
    const [bonus] = plan.bonuses;
    if (bonus?.kind !== 'level') throw new Error('the plan of the company begins with levels');
    const placed = { ...plan, bonuses: [{ ...bonus, tree: 'placement' as const }] };
    const refusal = told(commissions.backtest(canonicalPlan(placed), asker));
    await expect(refusal).rejects.toMatchObject({ code: 'PLAN.INVALID' });
    await expect(refusal).rejects.toThrow(/bonuses\.0\.tree walks the placement tree/);
  });

  test('a network grows beside the plan in force, month by month', async () => {
    const scenario = {
      months: 6,
      seed: 7,
      startMembers: 50,
      mostMembers: 500,
      bringsPpm: 130_000,
      buysPpm: 550_000,
      sellsPpm: 150_000,
      leavesPpm: 60_000,
      refundsPpm: 20_000,
    };
    const draft = canonicalPlan(await planOf());
    const { shares, report } = await told(company.services.modules.commissions.simulate(draft, scenario, asker));
    expect(shares).toEqual(Array.from({ length: 13 }, (_, month) => month / 12));
    expect(report.draft.periods).toHaveLength(6);
    expect(report.draft).toEqual(report.current);
    expect(report.asOf).toBeNull();
    const again = await told(company.services.modules.commissions.simulate(draft, scenario, asker));
    expect(again.report).toEqual(report);
  });

  test('one at a time for an account, two for all, and a cancelled one makes room at once', async () => {
    const { commissions } = company.services.modules;
    const draft = canonicalPlan(await planOf());
    const long = { months: 36, seed: 1, startMembers: 40_000, mostMembers: 50_000 };
    const chances = { bringsPpm: 100_000, buysPpm: 500_000, sellsPpm: 0, leavesPpm: 0, refundsPpm: 0 };
    const start = async (accountId: string) => {
      const cancel = new AbortController();
      const steps = commissions.simulate(draft, { ...long, ...chances }, { accountId, signal: cancel.signal });
      expect((await steps.next()).value).toMatchObject({ type: 'progress', done: 0 });
      return { steps, cancel };
    };
    const first = await start('first');
    const second = await start('second');
    await expect(told(commissions.backtest(draft, { accountId: 'first' }))).rejects.toMatchObject({
      code: 'TRIALS.ALREADY_RUNNING',
    });
    await expect(told(commissions.backtest(draft, { accountId: 'third' }))).rejects.toMatchObject({ code: 'TRIALS.BUSY' });
    const ended = told(first.steps);
    first.cancel.abort();
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
    expect((await told(commissions.backtest(draft, { accountId: 'third' }))).report.draft.periods).toHaveLength(2);
    await second.steps.return();
    expect((await told(commissions.backtest(draft, { accountId: 'second' }))).report.draft.periods).toHaveLength(2);
  });
});

describe('P13: amounts of any size are exact', () => {
  test.each([2n ** 53n + 1n, 10n ** 30n, 2n ** 256n - 1n])('%s goes through the database as it is', async (amount) => {
    const { database } = company.database;
    const [pattern] = await readRuns(database.pool, 1);
    if (pattern === undefined) throw new Error('no run');
    const period = 1_000_000 + Number(amount % 1000n);
    const figures = { ...pattern.figures, periodTotal: amount, scaleDown: { limit: amount, gross: amount + 1n } };
    const written = { ...pattern, period, total: amount, added: -amount, figures };
    const earning = { memberId: 2, net: -amount, credited: amount, cumulative: amount, debt: amount - 1n };
    // In a transaction that is thrown away, because a run cannot be taken back.
    const undo = new UplineError('REQUEST.FAILED');
    await expect(
      inTransaction(database, async (client) => {
        await addRun(client, written, [earning], new Date());
        const [read] = await readRuns(client, period);
        expect(read).toMatchObject({ total: amount, added: -amount, figures });
        expect(await readRunEarnings(client, period)).toEqual([earning]);
        throw undo;
      }),
    ).rejects.toBe(undo);
  });
});

describe('B31: the purse that pays fees cannot be emptied by asking', () => {
  test('claims of one member are sent so many times a day and no more', async () => {
    const { chain, doors, database } = company;
    const funds = 1_000n * DOLLAR;
    await chain.send('administrator', 'token', 'mint', [testAccount('treasurer').address, funds]);
    await chain.send('treasurer', 'token', 'approve', [chain.deployment.contracts.payoutVault, funds]);
    await chain.send('treasurer', 'payoutVault', 'fund', [funds]);
    await company.caughtUp();
    await company.publish(2);
    const offer = await doors.claims.claimOffer(2);
    const request = { root: offer.root ?? '0x', cumulative: offer.cumulative };
    const plant = (count: number): Promise<unknown> =>
      database.database.pool.query(
        `INSERT INTO office.claim_requests (operation_id, member_id, root, period, cumulative, requested_by, requested_at)
         SELECT gen_random_uuid(), 2, '0x' || n, 1, 1, 'planted', now() FROM generate_series(1, $1) n`,
        [count],
      );
    await plant(DAILY_CLAIMS);
    await expect(doors.claims.requestClaim(2, request)).rejects.toMatchObject({ code: 'CLAIM.TOO_MANY' });
    // Yesterday's do not count.
    await database.database.pool.query("UPDATE office.claim_requests SET requested_at = now() - interval '25 hours'");
    const { operationId } = await doors.claims.requestClaim(2, request);
    await company.settle();
    expect(await doors.operations.operationById(operationId)).toMatchObject({ status: 'mined', memberId: 2 });
  });
});
