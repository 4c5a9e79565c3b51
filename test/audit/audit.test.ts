import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPayoutFile, type RunResult } from '#engine/index.ts';
import { audit } from '#scripts/audit/audit.ts';
import { explainMember } from '#scripts/audit/explain-member.ts';
import { reportText } from '#scripts/audit/print.ts';
import { proveUpline } from '#scripts/audit/prove.ts';
import type { AuditReport } from '#scripts/audit/report.ts';
import { type Company, proposalOf, startCompany } from './company.ts';
import { toHex } from 'viem';
import { proofOf } from '#engine/payout-tree/tree.ts';
import { toDecimalText } from '#kernel/money.ts';
import { bindWallets, giveMoney, memberWallet, packLeaves, paySale } from '#test/support/checkout-story.ts';
import { connectTestChain, testAccount } from '#test/support/deployment.ts';
import { startForgetfulNode } from './proxy.ts';

let company: Company;
let folder: string;
let first: RunResult;
let second: RunResult;

beforeAll(async () => {
  company = await startCompany();
  folder = await mkdtemp(join(tmpdir(), 'upline-audit-'));
  const [one, two] = company.runs;
  if (one === undefined || two === undefined) throw new Error('the company has two periods');
  first = one;
  second = two;
  await writeFile(join(folder, 'payouts-1.json'), buildPayoutFile(first).bytes);
  await writeFile(join(folder, 'payouts-2.json'), buildPayoutFile(second).bytes);
}, 120_000);

afterAll(async () => {
  await company?.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (options: { rpc?: string; files?: string; block?: bigint } = {}): Promise<AuditReport> =>
  audit({ rpc: company.anvil.url, deployment: company.deployment, files: folder, ...options });

const faultsOf = (report: AuditReport): string[] =>
  report.checks.flatMap((check) => check.faults.map((fault) => `${check.id}.${fault.code}`));

/** Does `work`, looks, and puts the chain back as it was. */
async function onACopy(work: () => Promise<void>): Promise<void> {
  const snapshot = await company.anvil.request('evm_snapshot');
  try {
    await work();
  } finally {
    await company.anvil.request('evm_revert', snapshot);
  }
}

describe('audit', () => {
  it('agrees with an honest company, and says what it looked at and what it cannot know', async () => {
    const report = await run();
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('agrees');
    expect(report.checks.every((check) => check.state === 'proved')).toBe(true);
    const numbers = Object.fromEntries(report.checks.map((check) => [check.id, check.parameters]));
    expect(numbers['tree']).toEqual({ members: '6', depth: '3' });
    expect(numbers['volumes']).toEqual({ batches: '4', entries: '13' });
    expect(numbers['roots']).toEqual({ calculated: '2', compared: '1', rejected: '0' });
    expect(numbers['claims']).toEqual({ claims: '1', members: '1', bank: '0.000000 dUSD' });
    expect(reportText(report, 'ru')).toContain('что заказы настоящие');
    expect(reportText(report, 'en')).toContain('VERDICT: everything that was looked at agrees.');
  });

  it('gives the same hash for the same block, whenever and in whatever language it runs', async () => {
    const one = await run();
    await company.anvil.request('evm_mine');
    const again = await run({ block: BigInt(one.block.number) });
    expect(again.reportHash).toBe(one.reportHash);
    expect((await run()).reportHash).not.toBe(one.reportHash);
  });

  it('says so when the files cannot be had, and does not call that proved', async () => {
    const report = await run({ files: join(folder, 'nowhere') });
    expect(report.checks.find((check) => check.id === 'files')?.state).toBe('notDone');
    expect(reportText(report, 'en')).toContain('not to be had for 1');
  });

  it('disagrees when the company does not publish a file whose hash is on the chain', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'upline-audit-empty-'));
    expect(faultsOf(await run({ files: empty }))).toEqual(['files.fileMissing']);
    await rm(empty, { recursive: true });
  });

  it('names the leaf and the byte that were altered in a published file', async () => {
    const altered = await mkdtemp(join(tmpdir(), 'upline-audit-altered-'));
    const bytes = Buffer.from(buildPayoutFile(first).bytes);
    const leaf = first.tree.leaves.find(({ memberId }) => memberId === 3);
    const text = `[3,"${leaf?.cumulative}"]`;
    const offset = bytes.indexOf(text) + '[3,"'.length;
    bytes[offset] = bytes[offset] === 0x39 ? 0x38 : 0x39;
    await writeFile(join(altered, '1.json'), bytes);
    const report = await run({ files: altered });
    await rm(altered, { recursive: true });
    expect(report.verdict).toBe('disagrees');
    const faults = report.checks.find((check) => check.id === 'files')?.faults ?? [];
    expect(faults.map((fault) => fault.parameters['code']).filter((code) => code !== undefined)).toContain(
      'PAYOUT_FILE.WRONG_LEAF',
    );
    expect(faults.find((fault) => fault.parameters['code'] === 'PAYOUT_FILE.WRONG_LEAF')?.parameters['en']).toContain('3');
    expect(faults.find((fault) => fault.code === 'fileByte')?.parameters['offset']).toBe(String(offset));
  });

  it('names the period and the field in which a dishonest settler departed from the rules', () =>
    onACopy(async () => {
      const root = `${second.root.slice(0, 10)}${second.root[10] === '0' ? '1' : '0'}${second.root.slice(11)}`;
      await company.propose(second, { root });
      const report = await run();
      const roots = report.checks.find((check) => check.id === 'roots');
      expect(roots?.state).toBe('disagrees');
      expect(roots?.faults).toEqual([
        { code: 'rootField', parameters: { period: '2', state: 'pending', field: 'root', actual: root, expected: second.root } },
      ]);
    }));

  it('agrees again when the guardian rejected that root, and mentions it', () =>
    onACopy(async () => {
      const root = `${second.root.slice(0, 10)}${second.root[10] === '0' ? '1' : '0'}${second.root.slice(11)}`;
      await company.propose(second, { root });
      await (
        await company.contracts('guardian').payoutVault.reject({ ...proposalOf(second), root }, 'not what the plan gives')
      ).wait();
      await company.propose(second);
      const report = await run();
      expect(faultsOf(report)).toEqual([]);
      expect(report.notes.map((note) => note.code)).toEqual(['rootRejected']);
    }));

  it('follows a refund into the second period and agrees with its root', () =>
    onACopy(async () => {
      await company.propose(second);
      await company.acceptAfterReview(second);
      expect(faultsOf(await run())).toEqual([]);
    }));

  it('follows sales through Checkout: credits by the published rates, paid out, given back, and the payout by bank', () =>
    onACopy(async () => {
      const chain = connectTestChain(company.anvil, company.deployment);
      // Member 3 has no wallet yet and is paid by bank; what was settled goes along to the wallet.
      const leaf = proofOf(first.tree, 3);
      const { key } = await chain.read<{ key: string }>('payoutVault', 'accepted');
      const paid = [key, leaf.index, 0, packLeaves([leaf]), [toHex(3, { size: 20 })], 1n, leaf.proof, `0x${'ba'.repeat(32)}`];
      await chain.send('treasurer', 'payoutVault', 'acknowledgeBank', paid);
      await bindWallets(chain, [3, 4]);
      // Member 3 stands under 2, who never bought through Checkout, and 4 under 3.
      await paySale(chain, { orderRef: 901, memberId: 3, saleNumber: 1 });
      const { order, signature } = await paySale(chain, { orderRef: 902, memberId: 4, saleNumber: 1 });
      await chain.send('relayer', 'payoutVault', 'withdrawCredit', [3, memberWallet(3).address]);
      await giveMoney(chain, testAccount('treasurer').address, order.amount);
      await chain.send('treasurer', 'token', 'approve', [company.deployment.contracts.checkout, order.amount]);
      const back = { amount: order.amount, pv: order.pv, cv: order.cv };
      await chain.send('recorder', 'checkout', 'refund', [order, testAccount('recorder').address, signature, back]);
      await chain.send('settler', 'volumeLedger', 'closePeriod', [3]);

      const report = await run();
      expect(faultsOf(report)).toEqual([]);
      const numbers = Object.fromEntries(report.checks.map((check) => [check.id, check.parameters]));
      expect(numbers['credits']).toEqual({ sales: '2', credited: '4.000000 dUSD', paid: '4.000000 dUSD' });
      expect(numbers['claims']).toMatchObject({ claims: '2', bank: `${toDecimalText(leaf.cumulative, 6)} dUSD` });
      // The credit of the order that was given back is taken off what member 3 earns, or stands as debt.
      const { lines } = await explainMember(company.anvil.url, company.deployment, 3, 3);
      expect(lines.map(({ bonusId, amount }) => [bonusId, amount])).toContainEqual(['@checkout', -4_000_000n]);
    }));

  it('stops at an event that the node loses, and names contract, number and block', async () => {
    const recorded = '0x0000000000000000000000000000000000000000000000000000000000000003';
    const ledger = company.deployment.contracts.volumeLedger;
    const node = await startForgetfulNode(
      company.anvil.url,
      (log) => log.address.toLowerCase() !== ledger || log.topics[1] !== recorded,
    );
    const report = await run({ rpc: node.url });
    await node.stop();
    expect(report.verdict).toBe('disagrees');
    const [fault] = report.checks.find((check) => check.id === 'events')?.faults ?? [];
    expect(fault).toMatchObject({ code: 'eventMissing', parameters: { contract: 'volumeLedger', expected: '3', actual: '4' } });
    expect(report.checks.filter((check) => check.state === 'proved').map((check) => check.id)).toEqual(['deployment']);
  });

  it('notices that the last events are withheld', async () => {
    const vault = company.deployment.contracts.payoutVault;
    const node = await startForgetfulNode(company.anvil.url, (log) => log.address.toLowerCase() !== vault);
    const report = await run({ rpc: node.url });
    await node.stop();
    const [fault] = report.checks.find((check) => check.id === 'events')?.faults ?? [];
    expect(fault).toEqual({ code: 'eventsWithheld', parameters: { contract: 'payoutVault', expected: '4', actual: '0' } });
  });

  it('refuses another chain and a chain without the contracts', async () => {
    const elsewhere = { ...company.deployment, chainId: 5 };
    await expect(audit({ rpc: company.anvil.url, deployment: elsewhere })).rejects.toMatchObject({ code: 'CHAIN.WRONG_CHAIN' });
    const contracts = { ...company.deployment.contracts, payoutVault: `0x${'12'.repeat(20)}` as const };
    await expect(audit({ rpc: company.anvil.url, deployment: { ...company.deployment, contracts } })).rejects.toMatchObject({
      code: 'CHAIN.NO_CODE',
    });
  });

  it('notices a deployment file that names another contract in the place of one', async () => {
    const contracts = { ...company.deployment.contracts, enrollment: company.deployment.contracts.genealogy };
    const report = await audit({ rpc: company.anvil.url, deployment: { ...company.deployment, contracts } });
    expect(faultsOf(report)).toEqual(['events.eventUnknown']);
    expect(report.checks.filter((check) => check.state === 'proved').map((check) => check.id)).toEqual(['deployment']);
  });
});

describe('prove', () => {
  it('shows the path to an upline as the contract tells it', async () => {
    const proof = await proveUpline(company.anvil.url, company.deployment, 4, 2);
    expect(proof).toMatchObject({ isUpline: true, path: [3, 2] });
  });

  it('does not take a member of another branch for an upline', async () => {
    const proof = await proveUpline(company.anvil.url, company.deployment, 4, 5);
    expect(proof).toMatchObject({ isUpline: false, path: [3, 2, 1] });
  });

  it('says which numbers exist', async () => {
    await expect(proveUpline(company.anvil.url, company.deployment, 7, 1)).rejects.toMatchObject({
      code: 'AUDIT.UNKNOWN_MEMBER',
    });
  });
});

describe('explain', () => {
  it('leads every unit of a member back to orders', async () => {
    const answer = await explainMember(company.anvil.url, company.deployment, 2, 1);
    expect(answer.lines.length).toBeGreaterThan(0);
    expect(answer.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(answer.net);
    expect(answer.cumulative).toBe(first.carryOut.cumulative[2]);
    expect(answer.lines.map((line) => line.orderRef)).toContain(104);
    expect(answer.proposed).toMatchObject({ root: first.root, state: 'accepted', matches: true });
  });

  it('shows what a refund takes back, with the period of the order', async () => {
    const answer = await explainMember(company.anvil.url, company.deployment, 3, 2);
    expect(answer.lines.find((line) => line.orderRef === 110)).toMatchObject({ reversalOf: { period: 1 } });
    expect(answer.proposed).toBeUndefined();
  });

  it('refuses a period that is still open', async () => {
    await expect(explainMember(company.anvil.url, company.deployment, 2, 3)).rejects.toMatchObject({
      code: 'AUDIT.PERIOD_NOT_CLOSED',
    });
  });
});
