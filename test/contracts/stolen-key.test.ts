import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type HDNodeWallet } from 'ethers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packEntries } from '#engine/ledger/entry.ts';
import { checkDeployment } from '#scripts/deploy/checklist.ts';
import { type Deployment } from '#scripts/deploy/deploy.ts';
import { localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { type HeldRole, roleIds } from '#scripts/deploy/roles.ts';
import { mined, openWorld, type World } from './support/world.ts';

const script = fileURLToPath(new URL('../../scripts/deploy/stolen-key.ts', import.meta.url));
const run = promisify(execFile);
const day = 86_400;

/** Walks docs/runbooks/stolen-key.md on a live chain, with the commands that it names (O08). */
describe('a key is stolen (O08)', () => {
  let world: World;
  let folder: string;
  let document: string;
  const fresh = localAccount(60).address;

  beforeEach(async () => {
    const delays = { ...localParameters().delays, administrator: 2 * day, treasurer: day };
    world = await openWorld({ delays });
    folder = await mkdtemp(join(tmpdir(), 'upline-stolen-'));
    document = join(folder, 'deployment.json');
    await writeFile(document, JSON.stringify(world.deployment));
    const { token } = world.as();
    await mined(token.mint(world.deployment.contracts.payoutVault, 1_000_000n));
  });
  afterEach(async () => {
    await world.stop();
    await rm(folder, { recursive: true });
  });

  async function runbook(who: HDNodeWallet, name: string, ...more: string[]): Promise<string> {
    const keyFile = join(folder, 'key');
    await writeFile(keyFile, who.privateKey);
    const options = ['--rpc', world.anvil.url, '--deployment', document, '--key-file', keyFile, ...more];
    return (await run(process.execPath, [script, name, ...options])).stdout;
  }

  /** Both runs of the administrator, with the delay between them. */
  async function replace(role: HeldRole): Promise<void> {
    const administrator = world.roles.administrator;
    expect(await runbook(administrator, 'replace', '--role', role, '--to', fresh)).toContain('Announced');
    await world.pass(2 * day);
    expect(await runbook(administrator, 'replace', '--role', role, '--to', fresh)).toContain(`${role} is ${fresh} now`);
  }

  async function expectCleanChecklist(): Promise<void> {
    const said = JSON.parse(await readFile(document, 'utf8')) as Deployment;
    expect((await checkDeployment(said, world.provider)).filter(({ ok }) => !ok)).toEqual([]);
  }

  async function proposeTheWorst(): Promise<void> {
    await mined(world.as(world.roles.planAdministrator).planRegistry.publish('0x7b7d', 400_000, 1, '0x'));
    const thief = world.as(world.roles.settler);
    await mined(thief.volumeLedger.closePeriod(0));
    const sale = packEntries([{ kind: 'ownPurchase', memberId: 1, pv: 100n, cv: 1_000_000n, orderRef: 1 }]);
    await mined(world.as(world.roles.recorder).volumeLedger.record((await thief.volumeLedger.lastSeq()) + 1n, sale));
    await mined(thief.volumeLedger.closePeriod(1));
    const { planVersion, inputHash } = await thief.volumeLedger.periodOf(1);
    const root = `0x${'ab'.repeat(24)}${(400_000).toString(16).padStart(16, '0')}`;
    const zero = `0x${'00'.repeat(32)}`;
    await mined(
      thief.payoutVault.propose({ period: 1, planVersion, leafCount: 1, root, inputHash, stateRoot: zero, fileHash: zero }),
    );
  }

  test(
    'the settler: the root is refused before the window ends, and the thief proposes nothing more',
    { timeout: 120_000 },
    async () => {
      await proposeTheWorst();
      const began = Date.now();
      expect(await runbook(world.roles.guardian, 'reject-root', '--reason', 'the key is stolen')).toContain(
        'period 1 is refused',
      );
      const seconds = (Date.now() - began) / 1000;
      expect(seconds).toBeLessThan(world.deployment.reviewWindowSeconds);
      expect((await world.as().payoutVault.accepted()).period).toBe(0n);
      expect(await runbook(world.roles.guardian, 'reject-root', '--reason', 'once more')).toContain('No root is in review');
      await replace('settler');
      await expect(world.as(world.roles.settler).volumeLedger.closePeriod.staticCall(2)).rejects.toThrow();
      await expectCleanChecklist();
    },
  );

  test('the treasurer: what it announced is cancelled, and nothing has left', { timeout: 120_000 }, async () => {
    const { accessManager, payoutVault, token } = world.as(world.roles.treasurer);
    const data = payoutVault.interface.encodeFunctionData('withdrawSurplus', [fresh, 1_000_000n]);
    await expect(payoutVault.withdrawSurplus.staticCall(fresh, 1n)).rejects.toThrow();
    await mined(accessManager.schedule(await payoutVault.getAddress(), data, 0));
    const thief = world.roles.treasurer.address;
    expect(await runbook(world.roles.guardian, 'cancel-announced', '--of', thief)).toContain('1 cancelled');
    await world.pass(day);
    await expect(payoutVault.withdrawSurplus.staticCall(fresh, 1_000_000n)).rejects.toThrow();
    expect(await token.balanceOf(await payoutVault.getAddress())).toBe(1_000_000n);
    await replace('treasurer');
    await expectCleanChecklist();
  });

  test.each([
    'recorder',
    'approver',
    'guardian',
    'planAdministrator',
    'inviter',
    'registrarAdministrator',
    'accountant',
  ] as const)('the %s: another account has the role after the delay of the administrator', { timeout: 120_000 }, async (role) => {
    await replace(role);
    const { accessManager } = world.as();
    expect((await accessManager.hasRole(roleIds[role], world.roles[role].address))[0]).toBe(false);
    expect((await accessManager.hasRole(roleIds[role], fresh))[0]).toBe(true);
    await expectCleanChecklist();
  });

  test('the administrator: gives itself to another account, unless the thief is faster', { timeout: 120_000 }, async () => {
    await replace('administrator');
    const { accessManager } = world.as();
    expect((await accessManager.hasRole(roleIds.administrator, fresh))[0]).toBe(true);
    expect((await accessManager.hasRole(roleIds.administrator, world.roles.administrator.address))[0]).toBe(false);
    await expectCleanChecklist();
  });
});
