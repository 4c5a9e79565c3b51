import { zeroAddress } from 'viem';
import type { DeploymentInfo } from '#api/system.ts';
import { genealogyAbi } from '#chain/generated/abi.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import { readerOf, type ChainReader } from './reader.ts';

/** What the chain says about a member's wallet, route and recovery, and every call about them that a wallet is asked for. */

export interface RecoveryOnChain {
  /** Who may start a recovery; null for nobody. */
  readonly recovery: Address | null;
  /** A recovery that the current wallet can still stop. */
  readonly running: { readonly newWallet: Address; readonly readyAt: string } | null;
  readonly delayDays: number;
}

export interface AccountOnChain extends RecoveryOnChain {
  readonly bankRoute: boolean;
}

/** Reads from the chain, by this browser, how a member is paid and who may replace the wallet. */
export async function readAccount(
  memberId: number,
  wallet: Address,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
): Promise<AccountOnChain> {
  const [[, , , bankRoute], recovery] = await Promise.all([
    reader.readContract({ ...genealogyOf(deployment), functionName: 'accountOf', args: [wallet] }),
    readRecovery(memberId, deployment, reader),
  ]);
  return { bankRoute, ...recovery };
}

/** @throws when no member has this number */
export async function readRecovery(
  memberId: number,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
): Promise<RecoveryOnChain> {
  const genealogy = genealogyOf(deployment);
  const [[recovery, newWallet, readyAt], delay] = await Promise.all([
    reader.readContract({ ...genealogy, functionName: 'recoveryOf', args: [memberId] }),
    reader.readContract({ ...genealogy, functionName: 'recoveryDelay' }),
  ]);
  return {
    recovery: recovery === zeroAddress ? null : recovery,
    running: newWallet === zeroAddress ? null : { newWallet, readyAt: new Date(Number(readyAt) * 1000).toISOString() },
    delayDays: Math.round(Number(delay) / 86_400),
  };
}

/** The member whose wallet this is or once was; 0: it is free. */
export async function ownerOf(wallet: Address, deployment: DeploymentInfo): Promise<number> {
  const [memberId] = await readerOf(deployment).readContract({
    ...genealogyOf(deployment),
    functionName: 'accountOf',
    args: [wallet],
  });
  return memberId;
}

/**
 * The wallet that acts for a member now. The contract keeps the way from a wallet to its member only, so the member's events tell it,
 * and the contract is asked whether they are right. @returns null for a member without a wallet
 */
export async function walletOf(memberId: number, deployment: DeploymentInfo): Promise<Address | null> {
  const reader = readerOf(deployment);
  const genealogy = genealogyOf(deployment);
  const events = { ...genealogy, fromBlock: BigInt(deployment.genesisBlock), strict: true, args: { memberId } } as const;
  const [registered, bound] = await Promise.all([
    reader.getContractEvents({ ...events, eventName: 'MemberRegistered' }),
    reader.getContractEvents({ ...events, eventName: 'WalletBound' }),
  ]);
  const wallet = bound.at(-1)?.args.wallet ?? registered.at(-1)?.args.wallet ?? zeroAddress;
  if (wallet === zeroAddress) return null;
  const owner = await reader.readContract({ ...genealogy, functionName: 'memberOf', args: [wallet] });
  if (owner !== memberId) throw new Error(`the events name ${wallet}, which does not act for member ${memberId}`);
  return wallet;
}

export function chooseRouteCall(deployment: DeploymentInfo, bank: boolean) {
  return { ...genealogyOf(deployment), functionName: 'chooseRoute', args: [bank] } as const;
}

/** @param recovery null: nobody */
export function setRecoveryCall(deployment: DeploymentInfo, recovery: Address | null) {
  return { ...genealogyOf(deployment), functionName: 'setRecovery', args: [recovery ?? zeroAddress] } as const;
}

export function cancelRecoveryCall(deployment: DeploymentInfo, memberId: number) {
  return { ...genealogyOf(deployment), functionName: 'cancelRecovery', args: [memberId] } as const;
}

/** What a new wallet signed: that it will act for the member. */
export interface Agreement {
  readonly memberId: number;
  readonly wallet: Address;
  /** Unix seconds. */
  readonly deadline: number;
  readonly signature: Hex;
}

export function startRecoveryCall(deployment: DeploymentInfo, { memberId, wallet, deadline, signature }: Agreement) {
  const args = [memberId, wallet, BigInt(deadline), signature] as const;
  return { ...genealogyOf(deployment), functionName: 'startRecovery', args } as const;
}

export function finishRecoveryCall(deployment: DeploymentInfo, memberId: number, currentWallet: Address) {
  return { ...genealogyOf(deployment), functionName: 'finishRecovery', args: [memberId, currentWallet] } as const;
}

function genealogyOf({ contracts }: DeploymentInfo) {
  return { address: contracts.genealogy, abi: genealogyAbi } as const;
}
