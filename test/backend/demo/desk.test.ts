import { JsonRpcProvider } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalPlan, parsePlan } from '#engine/index.ts';
import { type CompanyDesk, createDesk } from '#scripts/demo/desk.ts';
import { firstPlan } from '#scripts/demo/plans.ts';
import { connect } from '#scripts/deploy/contracts.ts';
import { type Deployment, deployUpline } from '#scripts/deploy/deploy.ts';
import { localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { type Anvil, startAnvil } from '#test/support/anvil.ts';

const HUNDRED_DAYS = 100 * 86_400_000;
const start = new Date(Date.now() - HUNDRED_DAYS);
let anvil: Anvil;
let provider: JsonRpcProvider;
let deployment: Deployment;
let desk: CompanyDesk;

beforeAll(async () => {
  anvil = await startAnvil({ startsAt: start });
  provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, polling: true, pollingInterval: 50 });
  deployment = await deployUpline(localParameters(), localAccount(0).connect(provider));
  desk = createDesk(anvil.url, deployment.chainId, deployment.contracts);
  await desk.stopTheClock();
});

afterAll(async () => {
  provider?.destroy();
  await anvil?.stop();
});

describe("the company's hands on a chain with a past", () => {
  it('begins in the past and moves to any later moment', async () => {
    expect(Math.abs((await desk.latestTime()).getTime() - start.getTime())).toBeLessThan(60_000);
    const later = new Date(start.getTime() + 10 * 86_400_000);
    await desk.moveTo(later);
    await desk.mine(1);
    expect((await desk.latestTime()).getTime()).toBe(Math.floor(later.getTime() / 1000) * 1000);
  });

  it('goes to the next second when the moment has passed already', async () => {
    const before = await desk.latestTime();
    await desk.moveTo(start);
    await desk.mine(1);
    expect((await desk.latestTime()).getTime()).toBe(before.getTime() + 1000);
  });

  it('publishes a plan, enters partners without a wallet and funds the vault', async () => {
    const { planRegistry, genealogy, payoutVault } = connect(deployment.contracts, provider);
    const spec = new TextEncoder().encode(canonicalPlan(parsePlan(firstPlan.spec)));
    await desk.publishPlan(spec, firstPlan.capPpm, firstPlan.firstPeriod, [50_000]);
    expect(await planRegistry.versionFor(1)).toBe(1n);
    expect(await planRegistry.instantLevelsOf(1)).toBe(50_000n);
    await desk.importMembers(2, [1, 2, 2]);
    expect(await genealogy.memberCount()).toBe(4n);
    expect(await genealogy.sponsorOf(4)).toBe(2n);
    await desk.fundVault(5_000_000n);
    expect(await payoutVault.surplus()).toBe(5_000_000n);
  });

  it("names the contract's own error when it refuses", async () => {
    await expect(desk.importMembers(2, [1])).rejects.toThrow(/GenealogyUnexpectedMemberId/);
  });

  it('comes back to the present and goes on by itself, a block a second', async () => {
    await desk.startTheClock();
    const first = await desk.latestTime();
    expect(Math.abs(first.getTime() - Date.now())).toBeLessThan(5000);
    await new Promise((resolve) => setTimeout(resolve, 2600));
    const later = await desk.latestTime();
    expect(later.getTime() - first.getTime()).toBeGreaterThanOrEqual(1000);
    expect(Math.abs(later.getTime() - Date.now())).toBeLessThan(5000);
  });
});
