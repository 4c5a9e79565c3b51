import { type HDNodeWallet, type JsonRpcProvider, type Signer, type TransactionResponse } from 'ethers';
import { connect, type Contracts } from '#scripts/deploy/contracts.ts';
import { deployUpline, type Deployment } from '#scripts/deploy/deploy.ts';
import { localProvider } from '#scripts/deploy/local.ts';
import { type DeployParameters, localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { heldRoles, type RoleName, roleNames } from '#scripts/deploy/roles.ts';
import { type Anvil, startAnvil } from '#test/support/anvil.ts';

/** A fresh chain with a deployment in which every role has an account of its own. */
export interface World {
  readonly anvil: Anvil;
  readonly provider: JsonRpcProvider;
  readonly deployment: Deployment;
  /** Account 0, who deployed. */
  readonly deployer: Signer;
  readonly company: HDNodeWallet;
  readonly roles: Readonly<Record<RoleName, HDNodeWallet>>;
  /** The contracts as `signer` (the deployer, when nobody is named) calls them. */
  readonly as: (signer?: Signer) => Contracts;
  readonly pass: (seconds: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function openWorld(changes: Partial<DeployParameters> = {}): Promise<World> {
  const anvil = await startAnvil();
  const provider = localProvider(anvil.url);
  const account = (index: number): HDNodeWallet => localAccount(index).connect(provider);
  const roles = Object.fromEntries(roleNames.map((role, place) => [role, account(20 + place)])) as Record<RoleName, HDNodeWallet>;
  for (const wallet of Object.values(roles)) await anvil.request('anvil_setBalance', wallet.address, '0x3635c9adc5dea00000');
  const parameters: DeployParameters = {
    ...localParameters(),
    roles: Object.fromEntries(
      heldRoles.map((role) => [role, (role === 'administrator' ? account(0) : roles[role]).address]),
    ) as DeployParameters['roles'],
    ...changes,
  };
  const deployment = await deployUpline(parameters, account(0));
  return {
    anvil,
    provider,
    deployment,
    deployer: account(0),
    company: account(9),
    roles: { ...roles, administrator: account(0) },
    as: (signer = account(0)) => connect(deployment.contracts, signer),
    pass: async (seconds) => {
      await anvil.request('evm_increaseTime', seconds);
      await anvil.request('evm_mine');
    },
    stop: async () => {
      provider.destroy();
      await anvil.stop();
    },
  };
}

/** Waits until a transaction is in a block. */
export async function mined(sent: Promise<TransactionResponse>): Promise<void> {
  await (await sent).wait();
}

/** Numbers that look random and are the same every time (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
