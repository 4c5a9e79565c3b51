import { type Provider, type Signer, ZeroAddress } from 'ethers';
import { type Addresses, connect, type Contracts, planContracts } from './contracts.ts';
import { delayOf, type DeployParameters, isWellKnown, localChainId } from './parameters.ts';
import { functionAccess, heldRoles, type HeldRole, roleIds, roleNames } from './roles.ts';

/** Where a company's contracts stand: what every other program needs to know about a chain. */
export interface Deployment {
  readonly network: string;
  readonly chainId: number;
  /** Block of the first contract: nothing of this deployment happened earlier. */
  readonly genesisBlock: number;
  readonly contracts: Addresses;
  readonly roles: Readonly<Record<HeldRole, `0x${string}`>>;
  /** How long what a role does must be announced before, in seconds. */
  readonly delays: Readonly<Record<HeldRole, number>>;
  readonly reviewWindowSeconds: number;
  readonly placementWidth: number;
  readonly noticePeriods: number;
  readonly quoter: `0x${string}`;
  readonly treasury: `0x${string}`;
  /** What each constructor was given, as `hardhat verify` and the checklist want it. */
  readonly constructorArguments: Readonly<Partial<Record<keyof Addresses, readonly (string | number)[]>>>;
}

/** From where an interrupted deployment goes on: the nonce of its first contract and the block before it. */
export interface Beginning {
  readonly firstNonce: number;
  readonly genesisBlock: number;
}

/** Reads from where `signer` would start a new deployment. */
export async function beginDeployment(signer: Signer): Promise<Beginning> {
  const provider = providerOf(signer);
  return { firstNonce: await signer.getNonce('pending'), genesisBlock: (await provider.getBlockNumber()) + 1 };
}

/**
 * Puts the contracts on the chain of `signer`, connects them and gives the roles away. With the `beginning` of an interrupted
 * deployment it does what is left.
 */
export async function deployUpline(parameters: DeployParameters, signer: Signer, beginning?: Beginning): Promise<Deployment> {
  const provider = providerOf(signer);
  const deployer = await signer.getAddress();
  const { chainId } = await provider.getNetwork();
  refuseUnfit(parameters, deployer, Number(chainId));

  const { firstNonce, genesisBlock } = beginning ?? (await beginDeployment(signer));
  const { addresses, steps } = planContracts(parameters, deployer, firstNonce);
  const next = await signer.getNonce('pending');
  // A nonce beyond the last contract is fine (roles came next); one in between is an interrupted run.
  let waiting: Promise<unknown>[] = [];
  let startedAt = genesisBlock;
  for (const step of steps.filter(({ nonce }) => nonce >= next)) {
    if (step.needsEarlier) waiting = (await Promise.all(waiting), []);
    const sent = await signer.sendTransaction({ data: await step.data(), nonce: step.nonce });
    waiting.push(
      sent.wait().then((receipt) => {
        if (step.nonce === firstNonce && receipt !== null) startedAt = receipt.blockNumber;
      }),
    );
  }
  await Promise.all(waiting);
  await requireCode(provider, addresses);

  const contracts = connect(addresses, signer);
  await connectAndGrant(contracts, parameters, deployer);
  await requireConnected(contracts, parameters);
  return {
    network: parameters.network,
    chainId: Number(chainId),
    genesisBlock: startedAt,
    contracts: addresses,
    roles: parameters.roles,
    delays: Object.fromEntries(heldRoles.map((role) => [role, delayOf(role, parameters)])) as Record<HeldRole, number>,
    reviewWindowSeconds: parameters.reviewWindowSeconds,
    placementWidth: parameters.placementWidth,
    noticePeriods: parameters.noticePeriods,
    quoter: parameters.quoter,
    treasury: parameters.treasury,
    constructorArguments: Object.fromEntries(steps.map((step) => [step.name, step.arguments])),
  };
}

function providerOf(signer: Signer): Provider {
  if (signer.provider === null) throw new TypeError('The deployer must be connected to a node.');
  return signer.provider;
}

function refuseUnfit(parameters: DeployParameters, deployer: string, chainId: number): void {
  if (chainId !== parameters.chainId)
    throw new Error(`The node is on chain ${chainId}, the parameters are for ${parameters.chainId}.`);
  if (chainId === localChainId) return;
  if (parameters.token === undefined) throw new Error('Play money is for the local chain only: name the token that is paid out.');
  const { companyWallet, quoter, treasury, roles } = parameters;
  const known = [deployer, companyWallet, quoter, treasury, ...Object.values(roles)].find(isWellKnown);
  if (known !== undefined) throw new Error(`The key of ${known} is public knowledge; it can be used on the local chain only.`);
}

async function requireCode(provider: Provider, addresses: Addresses): Promise<void> {
  for (const [name, address] of Object.entries(addresses)) {
    if ((await provider.getCode(address)) === '0x') throw new Error(`There is no code at ${address}, where ${name} should be.`);
  }
}

/** Connects the contracts and gives all roles away in one transaction; the deployer's own power is given up in it, last. */
async function connectAndGrant(contracts: Contracts, parameters: DeployParameters, deployer: string): Promise<void> {
  const { accessManager } = contracts;
  const [isAdministrator] = await accessManager.hasRole(roleIds.administrator, deployer);
  if (!isAdministrator) return;
  await connectContracts(contracts, parameters);

  const encode = accessManager.interface;
  const calls: string[] = [];
  for (const role of roleNames) {
    if (role !== 'administrator') calls.push(encode.encodeFunctionData('labelRole', [roleIds[role], role]));
    // Who is announced can be stopped: the guardian cancels what waits. (What the administrator announced, only itself.)
    if (role !== 'administrator') {
      calls.push(encode.encodeFunctionData('setRoleGuardian', [roleIds[role], roleIds.guardian]));
    }
  }
  for (const access of functionAccess) {
    if (!('role' in access.caller)) continue;
    const contract = contracts[access.contract];
    const selector = contract.interface.getFunction(access.function as never)?.selector;
    if (selector === undefined) throw new Error(`${access.contract} has no function ${access.function}.`);
    const target = await contract.getAddress();
    calls.push(encode.encodeFunctionData('setTargetFunctionRole', [target, [selector], roleIds[access.caller.role]]));
  }
  // The administrator's delay binds as soon as it is given.
  for (const role of [...heldRoles.filter((name) => name !== 'administrator'), 'administrator' as const]) {
    const delay = delayOf(role, parameters);
    const keeps = role === 'administrator' && sameAddress(parameters.roles.administrator, deployer) && delay === 0;
    if (!keeps) calls.push(encode.encodeFunctionData('grantRole', [roleIds[role], parameters.roles[role], delay]));
  }
  if (!sameAddress(parameters.roles.administrator, deployer)) {
    calls.push(encode.encodeFunctionData('renounceRole', [roleIds.administrator, deployer]));
  }
  await (await accessManager.multicall(calls)).wait();
}

/** Tells the contracts that were there first about those that came later. A second run leaves out what the first did. */
async function connectContracts(contracts: Contracts, parameters: DeployParameters): Promise<void> {
  const { genealogy, enrollment, volumeLedger, checkout } = contracts;
  if ((await genealogy.registrar()) === ZeroAddress) await (await genealogy.setRegistrar(await enrollment.getAddress())).wait();
  if ((await volumeLedger.checkout()) === ZeroAddress) await (await volumeLedger.setCheckout(await checkout.getAddress())).wait();
  const { cap } = await enrollment.dailyCap();
  if (Number(cap) !== parameters.dailyEnrollmentCap) await (await enrollment.setDailyCap(parameters.dailyEnrollmentCap)).wait();
}

async function requireConnected(contracts: Contracts, parameters: DeployParameters): Promise<void> {
  const { accessManager, genealogy, enrollment, volumeLedger, payoutVault, checkout } = contracts;
  const wrong: string[] = [];
  if ((await genealogy.registrar()) !== (await enrollment.getAddress())) wrong.push('the registrar of Genealogy');
  if ((await genealogy.payoutVault()) !== (await payoutVault.getAddress())) wrong.push('the payout vault of Genealogy');
  if ((await genealogy.ledger()) !== (await volumeLedger.getAddress())) wrong.push('the ledger of Genealogy');
  if ((await volumeLedger.checkout()) !== (await checkout.getAddress())) wrong.push('the checkout of VolumeLedger');
  for (const role of heldRoles) {
    const [has] = await accessManager.hasRole(roleIds[role], parameters.roles[role]);
    if (!has) wrong.push(`the role ${role}`);
  }
  if (wrong.length > 0) throw new Error(`The deployment is not as it should be: ${wrong.join(', ')}.`);
}

function sameAddress(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
