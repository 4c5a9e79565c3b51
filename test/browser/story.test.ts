import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Address, createPublicClient, http, zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { genealogyAbi, tokenAbi } from '#chain/generated/abi.ts';
import { products } from '#scripts/demo/products.ts';
import {
  acceptAfterReview,
  agreeToClose,
  askToClose,
  buy,
  buyWithTokens,
  joinBy,
  makeInvitation,
  mayAgreeAlone,
  nameRecovery,
  publish,
  readMissing,
  receive,
  takeBack,
} from './acts.ts';
import { useDemoWorld } from './demo-world.ts';
import { enterAs, type Visitor } from './visitor.ts';

const OPEN_PERIOD = 4;
const IN_REVIEW = 2;
/** The plan in force gives the seller 11 % of the commissionable volume of a customer's purchase. */
const SELLER_PPM = 110_000n;
const CAP_PPM = 400_000n;
const HER_OWN = 'KIT-GLADE';
const HER_CUSTOMERS = 'KIT-FAMILY';

const world = useDemoWorld();
const visitors = new Map<string, Visitor>();
let memberId = 0;
let tokenOrder = '';

const reader = () => createPublicClient({ transport: http(world.product.rpcUrl) });
const seen = (who: string): Visitor => {
  const visitor = visitors.get(who);
  if (visitor === undefined) throw new Error(`${who} has not come yet`);
  return visitor;
};

async function comes(who: string, asDemoPerson = true): Promise<Visitor> {
  const visitor = await world.visitor();
  visitors.set(who, visitor);
  if (asDemoPerson) await enterAs(visitor, who);
  return visitor;
}

async function tokensOf(member: number): Promise<bigint> {
  const { genealogy } = world.product.deployment.contracts;
  const events = { address: genealogy, abi: genealogyAbi, eventName: 'MemberRegistered', fromBlock: 0n, strict: true } as const;
  const [joined] = await reader().getContractEvents({ ...events, args: { memberId: member } });
  const wallet: Address = joined?.args.wallet ?? zeroAddress;
  return balanceOf(wallet);
}

async function balanceOf(account: Address): Promise<bigint> {
  const { token } = world.product.deployment.contracts;
  return reader().readContract({ address: token, abi: tokenAbi, functionName: 'balanceOf', args: [account] });
}

/** The auditor's command, which knows the chain and the published files and nothing else. */
async function audit(): Promise<{ exitCode: number; output: string }> {
  const command = fileURLToPath(new URL('../../scripts/upline.mjs', import.meta.url));
  const words = ['audit', '--rpc', world.product.rpcUrl, '--deployment', world.product.deploymentFile, '--lang', 'en'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      command,
      ...words,
      '--files',
      `${world.product.url}/api/v1/payout-files`,
    ]);
    return { exitCode: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    return { exitCode: code ?? -1, output: `${stdout ?? ''}${stderr ?? ''}` };
  }
}

// One story in chapters: each goes on where the one before ended.
describe('a newcomer, from a link to her money', () => {
  it("joins by a partner's link, under the person whose name she saw", async () => {
    const leader = world.person('leader');
    const link = await makeInvitation(await comes('leader'));
    memberId = await joinBy(await comes('newcomer', false), link, 'Nina Brook', leader?.name ?? '');
    const sponsorId = await reader().readContract({
      address: world.product.deployment.contracts.genealogy,
      abi: genealogyAbi,
      functionName: 'sponsorOf',
      args: [memberId],
    });
    expect(sponsorId).toBe(leader?.memberId);
  });

  it('reads what she lacks before she has bought anything', async () => {
    expect(await readMissing(seen('newcomer'), OPEN_PERIOD)).toEqual([
      'Personal points: 0 of 50, 50 are missing',
      'Levels 4, 5 · Personal points: 0 of 70, 70 are missing',
      'Levels 6, 7 · Personal points: 0 of 90, 90 are missing',
    ]);
  });

  it('buys for herself and sells to a customer, and both are recorded for good', async () => {
    await buy(seen('newcomer'), HER_OWN);
    await buy(seen('newcomer'), HER_CUSTOMERS, 'Mrs Bell');
    expect(await tokensOf(memberId)).toBe(0n);
    expect(await readMissing(seen('newcomer'), OPEN_PERIOD)).toBeUndefined();
  });

  it('has a sponsor who pays with tokens, of which the vault has its share at once', async () => {
    const vault = world.product.deployment.contracts.payoutVault;
    const before = await balanceOf(vault);
    tokenOrder = await buyWithTokens(seen('leader'), HER_CUSTOMERS);
    const cv = products.find((candidate) => candidate.sku === HER_CUSTOMERS)?.cv ?? 0n;
    // What is beyond the share may stay there as surplus.
    expect((await balanceOf(vault)) - before).toBeGreaterThanOrEqual((cv * CAP_PPM) / 1_000_000n);
  });

  it('has a sponsor who gets the tokens back when the goods come back', async () => {
    const leader = world.person('leader');
    const before = await balanceOf(leader?.wallet ?? zeroAddress);
    await takeBack(await comes('administrator'), tokenOrder);
    const price = products.find((candidate) => candidate.sku === HER_CUSTOMERS)?.price ?? 0n;
    expect((await balanceOf(leader?.wallet ?? zeroAddress)) - before).toBe(price);
    const { page, goTo } = seen('leader');
    await goTo(tokenOrder);
    await page.locator('[data-money-back="done"]').waitFor();
  });

  it('has a sponsor who names who may replace the wallet', async () => {
    const leader = world.person('leader');
    const guardian = world.person('guardian');
    await nameRecovery(seen('leader'), leader?.memberId ?? 0, guardian?.wallet ?? '');
  });

  it('sees the month close by two people, never by one', async () => {
    const administrator = seen('administrator');
    await askToClose(administrator, OPEN_PERIOD);
    expect(await mayAgreeAlone(administrator)).toBe(false);
    await agreeToClose(await comes('approver'), OPEN_PERIOD);
  });

  it('sees the list published, reviewed and accepted', async () => {
    // The list of period 2 is still in review; only one can be.
    await acceptAfterReview(seen('approver'), IN_REVIEW);
    await publish(seen('administrator'), OPEN_PERIOD);
    await acceptAfterReview(seen('approver'), OPEN_PERIOD);
  });

  it('receives exactly her share of what she sold', async () => {
    await receive(seen('newcomer'));
    const cv = products.find((candidate) => candidate.sku === HER_CUSTOMERS)?.cv ?? 0n;
    expect(await tokensOf(memberId)).toBe((cv * SELLER_PPM) / 1_000_000n);
  });

  it('leaves an auditor with nothing to object to', async () => {
    const { exitCode, output } = await audit();
    expect(output).toContain('VERDICT: everything that was looked at agrees.');
    expect(exitCode).toBe(0);
  });

  it('met no fault in the code of any page', () => {
    for (const [who, visitor] of visitors) expect(visitor.faults, who).toEqual([]);
  });
});
