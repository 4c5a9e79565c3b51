import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packEntries } from '#engine/ledger/entry.ts';
import { capFor, proofBelow, subtreeOf } from '#engine/payout-tree/batches.ts';
import { buildPayoutTree, type PayoutTree } from '#engine/payout-tree/tree.ts';
import { ZERO_HASH } from '#kernel/hex.ts';
import { mined, openWorld, type World } from '../support/world.ts';

const members = 129;
const plan = new TextEncoder().encode('{"format":"upline.plan/1"}');

// The engine builds what a relayer sends; the contract must find every proof in it. Only the company has a wallet here, so every other
// payment is passed over after its proof was found right, and for nothing else.
describe('batches of the engine fit the vault', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
    await mined(world.as(world.roles.importer).genealogy.registerBatch(2, `0x${'00000001'.repeat(members - 1)}`));
    await mined(world.as(world.roles.planAdministrator).planRegistry.publish(plan, 1_000_000, 1, '0x'));
    await mined(world.as(world.roles.settler).volumeLedger.closePeriod(0));
    await mined(world.as().token.mint(world.deployment.contracts.payoutVault, 10n ** 15n));
  });
  afterAll(() => world.stop());

  test.each([1, 2, 3, 5, 12, 129])('C24 caps and subtrees of %i leaves', async (size) => {
    const { contracts, chainId } = world.deployment;
    const leaves = Array.from({ length: size }, (_, place) => ({
      memberId: place + 1,
      cumulative: BigInt(size * 1_000 + place),
    }));
    const tree = buildPayoutTree({ chainId, vault: contracts.payoutVault, token: contracts.token }, leaves);
    await putInForce(tree);
    const { payoutVault } = world.as();
    const { key } = await payoutVault.accepted();
    const own = leaves[0]?.cumulative;
    const walletOf = (memberId: number): string => (memberId === 1 ? world.company.address : world.roles.guardian.address);

    for (const together of [1, 3, 200]) {
      const cap = capFor(tree, together);
      const claims = leaves.map(({ memberId, cumulative }, index) => ({
        memberId,
        index,
        cumulative,
        wallet: walletOf(memberId),
        proof: [...proofBelow(tree, memberId, cap.height)],
      }));
      const settled = await payoutVault.totalSettled();
      expect(await payoutVault.claimMany.staticCall(key, [...cap.nodes], claims)).toBe((own ?? 0n) - settled);
    }
    for (const height of [0, 1, 3, 7, 9]) {
      const part = subtreeOf(tree, size - 1, height);
      const wallets = part.leaves.map(({ memberId }) => walletOf(memberId));
      const { firstIndex, packed, proof } = part;
      const expected = firstIndex === 0 ? (own ?? 0n) - (await payoutVault.totalSettled()) : 0n;
      expect(await payoutVault.paySubtree.staticCall(key, firstIndex, height, packed, wallets, [...proof])).toBe(expected);
    }

    const cap = capFor(tree, 4);
    const proofs = leaves.map(({ memberId }) => [...proofBelow(tree, memberId, cap.height)]);
    const claims = leaves.map((leaf, index) => ({ ...leaf, index, wallet: walletOf(leaf.memberId), proof: proofs[index] ?? [] }));
    await mined(payoutVault.claimMany(key, [...cap.nodes], claims, { gasLimit: 16_000_000 }));
    const skipped = await payoutVault.queryFilter(payoutVault.filters.ClaimSkipped(), 'latest');
    const reason = world.as().genealogy.interface.getError('GenealogyNotTheWallet')?.selector;
    expect(new Set(skipped.map((event) => event.args.reason))).toEqual(new Set(size > 1 ? [reason] : []));
    expect(skipped.length).toBe(size - 1);
    expect(await payoutVault.totalSettled()).toBe(own);
  });

  async function putInForce(tree: PayoutTree): Promise<void> {
    const settler = world.as(world.roles.settler);
    const period = await settler.volumeLedger.currentPeriod();
    const sale = packEntries([{ kind: 'ownPurchase', memberId: 1, pv: 1n, cv: 1_000_000_000n, orderRef: Number(period) }]);
    await mined(world.as(world.roles.recorder).volumeLedger.record((await settler.volumeLedger.lastSeq()) + 1n, sale));
    await mined(settler.volumeLedger.closePeriod(period));
    const { planVersion, inputHash } = await settler.volumeLedger.periodOf(period);
    const hashes = { root: tree.root, inputHash, stateRoot: ZERO_HASH, fileHash: ZERO_HASH };
    const proposal = { period, planVersion, leafCount: tree.leaves.length, ...hashes };
    await mined(settler.payoutVault.propose(proposal));
    await world.pass(world.deployment.reviewWindowSeconds);
    await mined(world.as(world.roles.approver).payoutVault.accept(proposal));
  }
});
