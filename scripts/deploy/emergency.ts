/** What has to happen when a key is stolen: docs/runbooks/stolen-key.md says in which order. */
import { type ContractTransactionResponse, type Signer } from 'ethers';
import { connect } from './contracts.ts';
import type { Deployment } from './deploy.ts';
import { type HeldRole, roleIds } from './roles.ts';

/** What became of an act: done, or announced and possible from then on (Unix seconds). */
export type Outcome = { readonly done: true } | { readonly done: false; readonly possibleAt: number };

const done: Outcome = { done: true };

/**
 * The guardian's first act: refuses the root in review, whatever it says.
 * @returns the period whose root was refused, or undefined when nothing is in review
 */
export async function rejectRoot(deployment: Deployment, guardian: Signer, reason: string): Promise<number | undefined> {
  const { payoutVault } = connect(deployment.contracts, guardian);
  const { proposalHash } = await payoutVault.pending();
  if (BigInt(proposalHash) === 0n) return undefined;
  const proposed = await payoutVault.queryFilter(payoutVault.filters.RootProposed(), deployment.genesisBlock);
  for (const { args } of proposed.toReversed()) {
    const { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash } = args;
    const proposal = { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash };
    if ((await payoutVault.hashProposal(proposal)) !== proposalHash) continue;
    await mined(payoutVault.reject(proposal, reason));
    return Number(period);
  }
  throw new Error('The node does not tell which root is in review; ask another one.');
}

/**
 * The guardian's second act: cancels everything that somebody has announced in the `AccessManager` and not yet carried out. (What
 * the administrator announced, only the administrator can cancel.)
 * @returns how many
 */
export async function cancelAnnounced(deployment: Deployment, guardian: Signer, thief: string): Promise<number> {
  const { accessManager } = connect(deployment.contracts, guardian);
  const announced = await accessManager.queryFilter(accessManager.filters.OperationScheduled(), deployment.genesisBlock);
  let cancelled = 0;
  for (const { args } of announced) {
    if (args.caller.toLowerCase() !== thief.toLowerCase()) continue;
    if ((await accessManager.getSchedule(args.operationId)) === 0n) continue;
    await mined(accessManager.cancel(args.caller, args.target, args[5]));
    cancelled += 1;
  }
  return cancelled;
}

/**
 * The administrator's act: the role goes from its present holder to `newHolder`. With a delay it is announced by the first run
 * and carried out by a later one.
 */
export async function replaceKey(
  deployment: Deployment,
  administrator: Signer,
  role: HeldRole,
  newHolder: string,
): Promise<Outcome> {
  const { accessManager } = connect(deployment.contracts, administrator);
  const manager = accessManager.interface;
  const old = deployment.roles[role];
  const calls = [
    // Taken away first: until then the thief acts.
    manager.encodeFunctionData('revokeRole', [roleIds[role], old]),
    manager.encodeFunctionData('grantRole', [roleIds[role], newHolder, deployment.delays[role]]),
  ];
  // An administrator who takes the own role away could not give it to anybody any more.
  if (role === 'administrator') calls.reverse();
  return carryOut(deployment, administrator, calls);
}

async function carryOut(deployment: Deployment, administrator: Signer, calls: readonly string[]): Promise<Outcome> {
  const { accessManager } = connect(deployment.contracts, administrator);
  const address = await accessManager.getAddress();
  const from = await administrator.getAddress();
  const [isAdministrator, delay] = await accessManager.hasRole(roleIds.administrator, from);
  if (!isAdministrator) throw new Error(`${from} is not the administrator.`);
  const send = async (data: string): Promise<void> => {
    await (await administrator.sendTransaction({ to: address, data })).wait();
  };
  if (delay === 0n) {
    for (const data of calls) await send(data);
    return done;
  }
  let possibleAt = 0;
  for (const data of calls) {
    const operation = await accessManager.hashOperation(from, address, data);
    if ((await accessManager.getSchedule(operation)) === 0n) await mined(accessManager.schedule(address, data, 0));
    possibleAt = Math.max(possibleAt, Number(await accessManager.getSchedule(operation)));
  }
  const block = await administrator.provider?.getBlock('latest');
  if ((block?.timestamp ?? 0) < possibleAt) return { done: false, possibleAt };
  for (const data of calls) await send(data);
  return done;
}

async function mined(sent: Promise<ContractTransactionResponse>): Promise<void> {
  await (await sent).wait();
}
