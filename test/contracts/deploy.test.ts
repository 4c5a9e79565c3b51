import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { type JsonRpcProvider, Wallet } from 'ethers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deploymentSchema } from '#chain/deployment.ts';
import { connect, planContracts } from '#scripts/deploy/contracts.ts';
import { beginDeployment, deployUpline, type Deployment } from '#scripts/deploy/deploy.ts';
import { localProvider } from '#scripts/deploy/local.ts';
import { type DeployParameters, deployParameters, localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { heldRoles, roleIds } from '#scripts/deploy/roles.ts';
import { type Anvil, startAnvil } from '#test/support/anvil.ts';

const script = fileURLToPath(new URL('../../scripts/deploy/main.ts', import.meta.url));
const run = promisify(execFile);

describe('deployment', () => {
  let anvil: Anvil;
  let provider: JsonRpcProvider;
  let folder: string;

  async function start(chainId: number): Promise<void> {
    anvil = await startAnvil({ chainId });
    provider = localProvider(anvil.url);
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upline-deploy-'));
  });
  afterEach(async () => {
    provider.destroy();
    await anvil.stop();
    await rm(folder, { recursive: true });
  });

  test('the script writes where everything stands, and does nothing the second time', async () => {
    await start(31_337);
    const out = join(folder, 'deep', 'deployment.json');
    const arguments_ = [script, '--rpc', anvil.url, '--out', out];
    await run(process.execPath, arguments_);
    const written = await readFile(out, 'utf8');
    const deployment = deploymentSchema.parse(JSON.parse(written));
    expect(deployment).toMatchObject({ network: 'local', chainId: 31_337, genesisBlock: 1, placementWidth: 0 });
    for (const address of Object.values(deployment.contracts)) expect(await provider.getCode(address)).not.toBe('0x');

    const second = await run(process.execPath, arguments_);
    expect(second.stdout).toContain('Already deployed');
    expect(await readFile(out, 'utf8')).toBe(written);

    await run(process.execPath, [...arguments_, '--force']);
    expect((JSON.parse(await readFile(out, 'utf8')) as Deployment).contracts.genealogy).not.toBe(deployment.contracts.genealogy);
  });

  test.each([1, 2, 4, 7])('a run that was interrupted after %i contracts is finished by the next', async (sent) => {
    await start(31_337);
    const signer = localAccount(0).connect(provider);
    const beginning = await beginDeployment(signer);
    const { addresses, steps } = planContracts(localParameters(), signer.address, beginning.firstNonce);
    for (const step of steps.slice(0, sent))
      await (await signer.sendTransaction({ data: await step.data(), nonce: step.nonce })).wait();

    const deployment = await deployUpline(localParameters(), signer, beginning);
    expect(deployment.contracts).toEqual(addresses);
    expect(deployment.genesisBlock).toBe(1);
    expect(await connect(addresses, provider).genealogy.registrar()).toBe(addresses.enrollment);
  });

  test('the deployer keeps no power when somebody else administers', async () => {
    await start(31_337);
    const administrator = localAccount(30).address as `0x${string}`;
    const local = localParameters();
    const parameters: DeployParameters = {
      ...local,
      delays: { ...local.delays, administrator: 3600 },
      roles: { ...local.roles, administrator },
    };
    const { contracts } = await deployUpline(parameters, localAccount(0).connect(provider));
    const { accessManager, genealogy } = connect(contracts, localAccount(0).connect(provider));
    expect([...(await accessManager.hasRole(roleIds.administrator, administrator))]).toEqual([true, 3600n]);
    expect((await accessManager.hasRole(roleIds.administrator, localAccount(0).address))[0]).toBe(false);
    await expect(genealogy.setRegistrar.staticCall(administrator)).rejects.toThrow(/AccessManagedUnauthorized|0x068ca9d8/);
  });

  test('play money and public keys are refused anywhere but on a local chain', async () => {
    await start(4242);
    const deployer = Wallet.createRandom().connect(provider);
    const fresh = (): `0x${string}` => Wallet.createRandom().address as `0x${string}`;
    const token = fresh();
    const own: DeployParameters = {
      ...localParameters(),
      chainId: 4242,
      companyWallet: fresh(),
      quoter: fresh(),
      treasury: fresh(),
      roles: Object.fromEntries(heldRoles.map((role) => [role, fresh()])) as DeployParameters['roles'],
    };
    await expect(deployUpline(own, deployer)).rejects.toThrow('Play money');
    await expect(deployUpline({ ...own, token }, localAccount(0).connect(provider))).rejects.toThrow('public knowledge');
    await expect(deployUpline({ ...own, token, companyWallet: localParameters().companyWallet }, deployer)).rejects.toThrow(
      'public knowledge',
    );
    await expect(deployUpline({ ...own, token, chainId: 1 }, deployer)).rejects.toThrow('is on chain 4242');
  });

  test('parameters that cannot hold are refused before anything is sent', async () => {
    await start(31_337);
    const file = join(folder, 'parameters.json');
    await writeFile(file, JSON.stringify({ ...localParameters(), reviewWindowSeconds: 60 }));
    const attempt = run(process.execPath, [script, '--rpc', anvil.url, '--out', join(folder, 'x.json'), '--parameters', file]);
    await expect(attempt).rejects.toThrow('reviewWindowSeconds');
    expect(await provider.getBlockNumber()).toBe(0);
    expect(deployParameters.safeParse(localParameters()).success).toBe(true);
  });
});
