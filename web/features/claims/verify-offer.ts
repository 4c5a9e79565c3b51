import { erc20Abi, zeroAddress } from 'viem';
import type { ClaimOffer } from '#api/claims.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { genealogyAbi, payoutVaultAbi } from '#chain/generated/abi.ts';
import { verifyProof } from '#engine/payout-tree/tree.ts';
import { readerOf, type ChainReader } from '../../chain/reader.ts';

/** The first thing that the server said and the chain does not confirm. */
export type OfferFault = 'root' | 'proof' | 'settled' | 'amount' | 'wallet' | 'token' | 'noWallet' | 'bankRoute' | 'poor';

export interface OfferOnChain {
  readonly root: `0x${string}`;
  readonly key: `0x${string}`;
  readonly leafCount: number;
  readonly settled: bigint;
  readonly hasWallet: boolean;
  /** Whose account the offered wallet is; 0 for nobody's, or when it was given up. */
  readonly owner: number;
  readonly bankRoute: boolean;
  readonly token: `0x${string}`;
  readonly decimals: number;
  readonly vaultBalance: bigint;
}

/**
 * Holds an offer against what the chain says. Pure: the same figures give the same verdict.
 * @returns null when the chain confirms every word
 */
export function judgeOffer(offer: ClaimOffer, chain: OfferOnChain, deployment: DeploymentInfo): OfferFault | null {
  const cumulative = BigInt(offer.cumulative);
  if (offer.root === null || offer.index === null || offer.root !== chain.root || offer.leafCount !== chain.leafCount)
    return 'root';
  if (offer.claimKey !== chain.key) return 'root';
  if (lower(chain.token) !== lower(deployment.token.address) || chain.decimals !== deployment.token.decimals) return 'token';
  const domain = { chainId: deployment.chainId, vault: deployment.contracts.payoutVault, token: chain.token };
  const { memberId, index, leafCount, proof } = offer;
  if (!verifyProof(domain, chain.root, { memberId, index, leafCount, cumulative, proof })) return 'proof';
  if (!chain.hasWallet) return 'noWallet';
  if (offer.wallet === null || chain.owner !== memberId) return 'wallet';
  if (BigInt(offer.settled) !== chain.settled) return 'settled';
  if (BigInt(offer.claimable) !== cumulative - chain.settled) return 'amount';
  if (chain.bankRoute) return 'bankRoute';
  return chain.vaultBalance >= cumulative - chain.settled ? null : 'poor';
}

/** Reads from the chain, by this browser, all that an offer claims. */
export async function readOffer(
  { memberId, wallet }: Pick<ClaimOffer, 'memberId' | 'wallet'>,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
): Promise<OfferOnChain> {
  const vault = { address: deployment.contracts.payoutVault, abi: payoutVaultAbi } as const;
  const genealogy = { address: deployment.contracts.genealogy, abi: genealogyAbi } as const;
  const [accepted, token, hasWallet, [owner, settled, former, bankRoute]] = await Promise.all([
    reader.readContract({ ...vault, functionName: 'accepted' }),
    reader.readContract({ ...vault, functionName: 'token' }),
    reader.readContract({ ...genealogy, functionName: 'hasWallet', args: [memberId] }),
    reader.readContract({ ...genealogy, functionName: 'accountOf', args: [wallet ?? zeroAddress] }),
  ]);
  const [decimals, vaultBalance] = await Promise.all([
    reader.readContract({ address: token, abi: erc20Abi, functionName: 'decimals' }),
    reader.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [vault.address] }),
  ]);
  const { root, key, leafCount } = accepted;
  return { root, key, leafCount, token, settled, hasWallet, owner: former ? 0 : owner, bankRoute, decimals, vaultBalance };
}

function lower(address: string): string {
  return address.toLowerCase();
}
