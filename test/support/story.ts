import { type Hex, toHex, zeroAddress } from 'viem';
import { packEntries, type VolumeEntry } from '#engine/ledger/entry.ts';
import { buildPayoutTree, proofOf } from '#engine/payout-tree/tree.ts';
import { packLeaves } from './checkout-story.ts';
import { type TestChain, testAccount } from './deployment.ts';

/** Enters members without wallets under these sponsors (a deployment without a placement tree). */
export async function importMembers(chain: TestChain, sponsorIds: readonly number[]): Promise<void> {
  const first = (await chain.read<number>('genealogy', 'memberCount')) + 1;
  await chain.send('importer', 'genealogy', 'registerBatch', [first, toHex(Buffer.concat(sponsorIds.map(fourBytes)))]);
}

/** Publishes a plan text that governs from `firstPeriod`. The mirror does not look into it. */
export async function publishPlan(
  chain: TestChain,
  firstPeriod: number,
  text = `{"plan":${firstPeriod}}`,
  levels: Hex = '0x',
): Promise<void> {
  await chain.send('planAdministrator', 'planRegistry', 'publish', [toHex(text), 400_000, firstPeriod, levels]);
}

export async function recordEntries(chain: TestChain, entries: readonly VolumeEntry[]): Promise<Hex> {
  const expected = (await chain.read<bigint>('volumeLedger', 'lastSeq')) + 1n;
  return chain.send('recorder', 'volumeLedger', 'record', [expected, toHex(packEntries(entries))]);
}

export async function closePeriod(chain: TestChain): Promise<void> {
  await chain.send('settler', 'volumeLedger', 'closePeriod', [await chain.read<number>('volumeLedger', 'currentPeriod')]);
}

/** An own purchase of 100.00 points and 10 dUSD of CV, unless it says otherwise. */
export function purchase(memberId: number, orderRef: number, pv = 10_000n, cv = 10_000_000n): VolumeEntry {
  return { kind: 'ownPurchase', memberId, pv, cv, orderRef };
}

/** A small network with one closed and one open period: every table but those of payouts gets rows. */
export async function playFounding(chain: TestChain, sponsorIds: readonly number[] = [1, 1, 2, 2, 3, 4, 4, 7]): Promise<void> {
  await importMembers(chain, sponsorIds);
  await publishPlan(chain, 1);
  await closePeriod(chain);
  await recordEntries(chain, [
    purchase(2, 101),
    purchase(3, 102, 5_000n, 5_000_000n),
    { kind: 'customerSale', memberId: 4, pv: 7_000n, cv: 7_000_000n, orderRef: 103, customer: 9 },
  ]);
  await recordEntries(chain, [{ kind: 'ownRefund', memberId: 3, pv: 5_000n, cv: 5_000_000n, orderRef: 102 }]);
  await closePeriod(chain);
  await recordEntries(chain, [purchase(5, 104), { kind: 'attestation', memberId: 2, topic: 1, value: 3n, reference: 7 }]);
}

/**
 * Payouts of period 1: funded, proposed and rejected, proposed again and accepted, claimed by the company and passed over for member 2,
 * who has no wallet and is paid by bank.
 */
export async function playPayout(chain: TestChain): Promise<void> {
  const vault = chain.deployment.contracts.payoutVault;
  await chain.send('administrator', 'token', 'mint', [testAccount('treasurer').address, 50_000_000n]);
  await chain.send('treasurer', 'token', 'approve', [vault, 50_000_000n]);
  await chain.send('treasurer', 'payoutVault', 'fund', [50_000_000n]);
  const domain = { chainId: chain.deployment.chainId, vault, token: chain.deployment.contracts.token };
  const tree = buildPayoutTree(domain, [
    { memberId: 1, cumulative: 1_000_000n },
    { memberId: 2, cumulative: 500_000n },
  ]);
  const { inputHash, planVersion } = await chain.read<{ inputHash: Hex; planVersion: number }>('volumeLedger', 'periodOf', [1]);
  const other = `0x${'77'.repeat(32)}`;
  const { root } = tree;
  const proposal = { period: 1, planVersion, leafCount: tree.leaves.length, root, inputHash, stateRoot: other, fileHash: other };
  await chain.send('settler', 'payoutVault', 'propose', [proposal]);
  await chain.send('guardian', 'payoutVault', 'reject', [proposal, 'Сумма не сходится с отчётом']);
  await chain.send('settler', 'payoutVault', 'propose', [proposal]);
  await chain.anvil.request('evm_increaseTime', chain.deployment.reviewWindowSeconds + 1);
  await chain.mine();
  await chain.send('approver', 'payoutVault', 'accept', [proposal]);
  const { key } = await chain.read<{ key: Hex }>('payoutVault', 'accepted');
  const wallets = [testAccount('company').address, zeroAddress];
  const claims = [1, 2].map((memberId, place) => ({ ...proofOf(tree, memberId), wallet: wallets[place] }));
  await chain.send('relayer', 'payoutVault', 'claimMany', [key, [root], claims]);
  // Member 2 has no wallet and is paid by bank; their account has the member's number as its key.
  const second = proofOf(tree, 2);
  const accountKey = toHex(2, { size: 20 });
  const paid = [key, second.index, 0, packLeaves([second]), [accountKey], 1n, second.proof, `0x${'ba'.repeat(32)}`];
  await chain.send('treasurer', 'payoutVault', 'acknowledgeBank', paid);
  await chain.send('treasurer', 'payoutVault', 'withdrawSurplus', [testAccount('treasurer').address, 1_000n]);
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
