import { type JsonRpcProvider } from 'ethers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Finding } from '#scripts/deploy/checks/finding.ts';
import { checkDeployment } from '#scripts/deploy/checklist.ts';
import { type Contracts } from '#scripts/deploy/contracts.ts';
import { type Deployment } from '#scripts/deploy/deploy.ts';
import { delayOf, localParameters } from '#scripts/deploy/parameters.ts';
import { defaultDelays, heldRoles, roleIds } from '#scripts/deploy/roles.ts';
import { verifications } from '#scripts/deploy/verify.ts';
import { mined, openWorld, type World } from './support/world.ts';

const stranger = '0x00000000000000000000000000000000005712a6';

// C37: what runs is what was built, and who may do what is what the document says. Every change from outside is seen.
describe('checklist of a live deployment (C37)', () => {
  let world: World;
  let provider: JsonRpcProvider;
  let deployment: Deployment;
  let admin: Contracts;
  let untouched: unknown;

  beforeAll(async () => {
    world = await openWorld();
    ({ provider, deployment } = world);
    admin = world.as();
    await mined(admin.token.mint(stranger, 1n));
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    if (untouched !== undefined) await provider.send('evm_revert', [untouched]);
    untouched = await provider.send('evm_snapshot', []);
  });

  async function wrong(document: Deployment = deployment): Promise<readonly Finding[]> {
    return (await checkDeployment(document, provider)).filter(({ ok }) => !ok);
  }

  test('finds nothing wrong right after the deployment, and looks at everything', async () => {
    const findings = await checkDeployment(deployment, provider);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.length).toBeGreaterThan(100);
    const codes = findings.filter(({ what }) => what.startsWith('code of'));
    expect(codes.map(({ found }) => found)).toEqual(Array.from({ length: 8 }, () => 'as built'));
  });

  test('sees a second holder of a role, and a role that was taken away', async () => {
    await mined(admin.accessManager.grantRole(roleIds.approver, stranger, 0));
    await mined(admin.accessManager.revokeRole(roleIds.guardian, deployment.roles.guardian));
    const what = (await wrong()).map((finding) => `${finding.what} ${finding.found}`);
    expect(what).toHaveLength(2);
    expect(what[0]).toMatch(/^approver is held by .*5712A6/i);
    expect(what[1]).toBe('guardian is held by nobody');
  });

  test('sees a holder in a role that nobody knows, and a referee', async () => {
    await mined(admin.accessManager.grantRole(77, stranger, 0));
    await mined(admin.accessManager.grantRole(roleIds.referee, stranger, 0));
    const what = (await wrong()).map((finding) => finding.what);
    expect(what).toEqual(['referee is held by', 'role 77, which nobody knows, is held by']);
  });

  test.each([
    [
      'a delay',
      'treasurer acts after (seconds)',
      () => admin.accessManager.grantRole(roleIds.treasurer, deployment.roles.treasurer, 9),
    ],
    ['who gives a role', 'settler is given by role', () => admin.accessManager.setRoleAdmin(roleIds.settler, roleIds.recorder)],
    ['who watches a role', 'settler is watched by role', () => admin.accessManager.setRoleGuardian(roleIds.settler, 0)],
    [
      'a closed contract',
      'payoutVault is closed',
      () => admin.accessManager.setTargetClosed(deployment.contracts.payoutVault, true),
    ],
    ['another gateway', 'genealogy.registrar', () => admin.genealogy.setRegistrar(stranger)],
    ['another checkout', 'volumeLedger.checkout', () => admin.volumeLedger.setCheckout(stranger)],
    ['another quoter', 'checkout.quoter', () => admin.checkout.setQuoter(stranger)],
    ['another treasury', 'checkout.treasury', () => admin.checkout.setTreasury(stranger)],
    [
      'a function opened to all',
      'payoutVault.withdrawSurplus is for role',
      () =>
        admin.accessManager.setTargetFunctionRole(
          deployment.contracts.payoutVault,
          [admin.payoutVault.interface.getFunction('withdrawSurplus').selector],
          2n ** 64n - 1n,
        ),
    ],
    [
      'a function that the table does not name',
      'function 0x12345678 of .*, which the table does not name, is for role',
      () => admin.accessManager.setTargetFunctionRole(deployment.contracts.genealogy, ['0x12345678'], roleIds.recorder),
    ],
    [
      'another authority',
      'genealogy obeys',
      () => admin.accessManager.updateAuthority(deployment.contracts.genealogy, deployment.contracts.token),
    ],
  ] as const)('sees %s', async (_, what, change) => {
    await mined(change());
    const [first] = await wrong();
    expect(first?.what).toMatch(new RegExp(`^${what.replaceAll(/[()]/g, String.raw`\$&`)}$`));
    expect(first?.cure).not.toBe('');
  });

  test('sees other code, other metadata, other immutable values and an empty address', async () => {
    const { genealogy } = deployment.contracts;
    const code = await provider.getCode(genealogy);
    const set = async (changed: string): Promise<string | undefined> => {
      await world.anvil.request('anvil_setCode', genealogy, changed);
      return (await wrong())[0]?.found;
    };
    expect(await set(`${code.slice(0, 40)}${code[40] === '0' ? '1' : '0'}${code.slice(41)}`)).toBe('other code');
    expect(await set(`${code.slice(0, -20)}${code.at(-20) === '0' ? '1' : '0'}${code.slice(-19)}`)).toBe(
      'same code, other metadata',
    );
    const vault = deployment.contracts.payoutVault.slice(2).toLowerCase();
    expect(code).toContain(vault);
    expect(await set(code.replace(vault, vault.replace(/^../, '00')))).toBe('other immutable values');
    expect(await set('0x')).toBe('nothing there');
  });

  test('sees a document that says something else', async () => {
    const document = { ...deployment, reviewWindowSeconds: 60, roles: { ...deployment.roles, settler: stranger } } as Deployment;
    expect((await wrong(document)).map(({ what }) => what)).toEqual(['settler is held by', 'payoutVault.reviewWindow']);
    expect((await wrong({ ...deployment, chainId: 1 })).map(({ what }) => what)).toEqual(['chain']);
  });

  test('every role has a delay with a reason, and the deployment gives it', () => {
    for (const role of heldRoles) {
      expect(defaultDelays[role].because).not.toBe('');
      expect(delayOf(role, { delays: {} })).toBe(defaultDelays[role].seconds);
      expect(delayOf(role, localParameters())).toBe(0);
    }
  });

  test('explorers get every contract with the arguments of its constructor', () => {
    const calls = verifications(deployment, 'sourcify');
    expect(calls).toHaveLength(8);
    expect(calls.find((call) => call[6] === deployment.contracts.payoutVault)).toEqual([
      '--network',
      'live',
      'verify',
      'sourcify',
      '--contract',
      'contracts/payouts/PayoutVault.sol:PayoutVault',
      deployment.contracts.payoutVault,
      deployment.contracts.accessManager,
      deployment.contracts.token,
      deployment.contracts.genealogy,
      deployment.contracts.volumeLedger,
      String(deployment.reviewWindowSeconds),
    ]);
  });
});
