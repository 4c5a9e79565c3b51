import { buildPayoutTree, type PayoutLeaf, type PayoutTree, proofOf } from '#engine/payout-tree/tree.ts';
import { bytesToHex, ZERO_HASH } from '#kernel/hex.ts';
import type { Random } from '#scripts/demo/random.ts';
import { recordVolume } from './orders.ts';
import { meanOf, reviewWindowSeconds, type Stage } from './stage.ts';

/** A round of payouts: a root in force, with what putting it there cost. */
export interface Round {
  readonly tree: PayoutTree;
  readonly key: string;
  readonly propose: number;
  readonly accept: number;
}

/** Every one of `members` is owed between 20 and 2,000 dollars more than under `previous`. */
export async function settleRound(stage: Stage, random: Random, members: number, previous?: PayoutTree): Promise<Round> {
  const { contracts, chainId } = stage.deployment;
  const leaves = Array.from({ length: members }, (_, place): PayoutLeaf => ({
    memberId: place + 1,
    cumulative: (previous?.leaves[place]?.cumulative ?? 0n) + 20_000_000n + BigInt(random.below(1_980_000_000)),
  }));
  const tree = buildPayoutTree({ chainId, vault: contracts.payoutVault, token: contracts.token }, leaves);
  const grown = tree.total - (previous?.total ?? 0n);
  await recordVolume(stage, grown);
  const settler = stage.as(await stage.account(3));
  const period = await settler.volumeLedger.currentPeriod();
  await stage.gasOf(settler.volumeLedger.closePeriod(period));

  const deployer = stage.as(await stage.account(0));
  await stage.gasOf(deployer.token.mint(contracts.payoutVault, grown));
  const frozen = await settler.volumeLedger.periodOf(period);
  const proposal = {
    period,
    planVersion: frozen.planVersion,
    leafCount: members,
    root: tree.root,
    inputHash: frozen.inputHash,
    stateRoot: ZERO_HASH.replace(/0$/, '1'),
    fileHash: frozen.runningHash,
  };
  const propose = await stage.gasOf(settler.payoutVault.propose(proposal));
  await stage.pass(reviewWindowSeconds);
  const accept = await stage.gasOf(stage.as(await stage.account(4)).payoutVault.accept(proposal));
  const { key } = await settler.payoutVault.accepted();
  return { tree, key, propose, accept };
}

export interface Payee {
  readonly memberId: number;
  readonly wallet: string;
}

/** Each claims in a transaction of their own. @returns gas, on average */
export async function claimAlone(stage: Stage, { tree, key }: Round, payees: readonly Payee[], depth: number): Promise<number> {
  const { payoutVault } = stage.as(await stage.account(1));
  const costs: number[] = [];
  for (const { memberId, wallet } of payees) {
    const { index, cumulative, proof } = proofOf(tree, memberId);
    if (proof.length !== depth) throw new Error(`The proof of member ${memberId} has ${proof.length} nodes, not ${depth}.`);
    costs.push(await stage.gasOf(payoutVault.claim(key, memberId, index, cumulative, wallet, [...proof])));
  }
  return meanOf(costs);
}

/** A relayer carries all claims in one transaction. @returns gas each */
export async function claimTogether(stage: Stage, { tree, key }: Round, payees: readonly Payee[]): Promise<number> {
  const { payoutVault } = stage.as(await stage.account(1));
  // The level of about as many nodes as there are claims is the cheapest to send along.
  const height = tree.levels.findIndex((level) => level.length <= payees.length);
  const cap = (tree.levels[height] ?? []).map(bytesToHex);
  const claims = payees.map(({ memberId, wallet }) => {
    const { index, cumulative, proof } = proofOf(tree, memberId);
    return { memberId, wallet, index, cumulative, proof: proof.slice(0, height) };
  });
  const owed = await payoutVault.claimMany.staticCall(key, cap, claims);
  if (owed === 0n) throw new Error('Nobody is paid.');
  return (await stage.gasOf(payoutVault.claimMany(key, cap, claims))) / payees.length;
}

/** Pays everybody below one node. @returns gas each */
export async function paySubtree(stage: Stage, { tree, key }: Round, payees: readonly Payee[]): Promise<number> {
  const { payoutVault } = stage.as(await stage.account(1));
  const height = Math.log2(payees.length);
  const first = (payees[0]?.memberId ?? 1) - 1;
  const leaves = tree.leaves
    .slice(first, first + payees.length)
    .map((leaf) => leaf.memberId.toString(16).padStart(8, '0') + leaf.cumulative.toString(16).padStart(16, '0'));
  const proof = proofOf(tree, first + 1).proof.slice(height);
  const wallets = payees.map(({ wallet }) => wallet);
  const given = [key, first, height, `0x${leaves.join('')}`, wallets, proof] as const;
  const before = await payoutVault.totalSettled();
  const gas = await stage.gasOf(payoutVault.paySubtree(...given));
  if ((await payoutVault.totalSettled()) === before) throw new Error('Nobody is paid.');
  return gas / payees.length;
}
