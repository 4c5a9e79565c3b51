import { getBytes, hexlify, isCallException, Interface, ZeroAddress } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorsAbi } from '#chain/generated/abi.ts';
import { batchRoot, inputHash, nextRunningHash, signedCv } from '#engine/ledger/commitments.ts';
import { packEntries, unpackEntries, type VolumeEntry } from '#engine/ledger/entry.ts';
import { buildPayoutTree, type PayoutLeaf, type PayoutProof, type PayoutTree, proofOf } from '#engine/payout-tree/tree.ts';
import { ZERO_HASH, type Hex } from '#kernel/hex.ts';
import { mined, openWorld, seeded, type World } from './support/world.ts';

const members = 1 + 1024 + 1;
const errors = new Interface(errorsAbi);
const plan = new TextEncoder().encode('{"format":"upline.plan/1"}');

// The calculation and the contracts are written apart and must mean the same bytes.
describe('engine and contracts agree', () => {
  let world: World;
  const random = seeded(20_261_121);

  beforeAll(async () => {
    world = await openWorld();
    const { genealogy } = world.as(world.roles.importer);
    for (const [first, count] of [
      [2, 512],
      [514, 513],
    ] as const) {
      await mined(genealogy.registerBatch(first, `0x${'00000001'.repeat(count)}`));
    }
    expect(await genealogy.memberCount()).toBe(BigInt(members));
    await mined(world.as(world.roles.planAdministrator).planRegistry.publish(plan, 1_000_000, 1, '0x'));
    await mined(world.as(world.roles.settler).volumeLedger.closePeriod(0));
    const { token, payoutVault } = world.as();
    await mined(token.mint(await world.deployer.getAddress(), 10n ** 15n));
    await mined(token.approve(await payoutVault.getAddress(), 10n ** 15n));
    await mined(payoutVault.fund(10n ** 15n));
  });
  afterAll(() => world.stop());

  test('packed entries, batch root, running hash, volume and input hash', async () => {
    const { volumeLedger } = world.as(world.roles.recorder);
    let running: Hex = ZERO_HASH;
    let count = 0;
    let cv = 0n;
    for (const size of [1, 2, 3, 7, 64, 101]) {
      const entries = Array.from({ length: size }, (): VolumeEntry => randomEntry(random));
      const packed = packEntries(entries);
      expect(unpackEntries(packed)).toEqual(entries);
      await mined(volumeLedger.record((await volumeLedger.lastSeq()) + 1n, packed));
      running = nextRunningHash(running, packed);
      const [event] = await volumeLedger.queryFilter(volumeLedger.filters.VolumesRecorded(), 'latest');
      expect(event?.args.batchRoot).toBe(batchRoot(packed));
      expect(event?.args.runningHash).toBe(running);
      expect(event?.args.firstEntry).toBe(BigInt(count));
      // By place: `entries` is a method of every result.
      expect(event?.args[6]).toBe(hexlify(packed));
      count += size;
      cv += entries.reduce((sum, entry) => sum + signedCv(entry), 0n);
      expect(await volumeLedger.entryCount()).toBe(BigInt(count));
      expect(await volumeLedger.currentCv()).toBe(cv);
    }
    await mined(world.as(world.roles.settler).volumeLedger.closePeriod(1));
    const { planHash } = await world.as().planRegistry.planOf(1);
    expect((await volumeLedger.periodOf(1)).inputHash).toBe(
      inputHash({ period: 1, memberCount: members, entryCount: count, runningHash: running, planHash: planHash as Hex }),
    );
  });

  // C24: trees of 0, 1, 2, 3, odd and 2^10 + 1 leaves. Totals never fall, so the sizes grow.
  test.each([0, 1, 2, 3, 5, 12, 129, 1025])('a tree of %i leaves is accepted, proved and told from a wrong one', async (size) => {
    const { contracts, chainId } = world.deployment;
    const domain = { chainId, vault: contracts.payoutVault, token: contracts.token };
    const leaves = Array.from({ length: size }, (_, place): PayoutLeaf => ({
      memberId: place + 1,
      cumulative: BigInt(size) * 1_000_000n + BigInt(random(1_000_000)),
    }));
    const tree = buildPayoutTree(domain, leaves);
    await putInForce(tree);
    expect(await world.as().payoutVault.acceptedTotal()).toBe(tree.total);

    for (const leaf of leaves.length > 12 ? [0, 1, 2, 63, 64, 127, 128, size - 2, size - 1].map((i) => leaves[i]) : leaves) {
      if (leaf === undefined) continue;
      const proof = proofOf(tree, leaf.memberId);
      expect(hexlify(tree.levels[0]?.[proof.index] ?? '0x')).toBe(
        await world.as().payoutVault.hashLeaf(leaf.memberId, leaf.cumulative),
      );
      // Only the company has a wallet here; for the others the proof is the last thing that is looked at before.
      expect(await answer(proof)).toBe(leaf.memberId === 1 ? 'paid' : 'GenealogyNotTheWallet');
      expect(await answer({ ...proof, cumulative: proof.cumulative + 1n })).toBe('PayoutVaultBadProof');
      expect(await answer({ ...proof, index: proof.index + 1 })).toBe('PayoutVaultBadProof');
      expect(await answer({ ...proof, proof: [...proof.proof, tree.root] })).toBe('PayoutVaultBadProof');
      if (size > 1) expect(await answer({ ...proof, proof: proof.proof.slice(1) })).toBe('PayoutVaultBadProof');
    }
  });

  /** Sells enough, closes, proposes, waits, accepts. */
  async function putInForce(tree: PayoutTree): Promise<void> {
    const { volumeLedger } = world.as(world.roles.recorder);
    const period = await volumeLedger.currentPeriod();
    // More than the random refunds of the first test can have taken from the budget.
    const sales = Array.from({ length: 10 }, (_, place): VolumeEntry => {
      return { kind: 'ownPurchase', memberId: 1, pv: 1n, cv: 10n ** 12n, orderRef: Number(period) * 10 + place };
    });
    await mined(volumeLedger.record((await volumeLedger.lastSeq()) + 1n, packEntries(sales)));
    await mined(world.as(world.roles.settler).volumeLedger.closePeriod(period));
    const frozen = await volumeLedger.periodOf(period);
    const proposal = {
      period,
      planVersion: frozen.planVersion,
      leafCount: tree.leaves.length,
      root: tree.root,
      inputHash: frozen.inputHash,
      stateRoot: ZERO_HASH,
      fileHash: ZERO_HASH,
    };
    await mined(world.as(world.roles.settler).payoutVault.propose(proposal));
    await world.pass(world.deployment.reviewWindowSeconds);
    await mined(world.as(world.roles.approver).payoutVault.accept(proposal));
  }

  async function answer({ memberId, index, cumulative, proof }: PayoutProof): Promise<string> {
    const { key } = await world.as().payoutVault.accepted();
    const wallet = memberId === 1 ? world.company.address : ZeroAddress;
    try {
      await world.as().payoutVault.claim.staticCall(key, memberId, index, cumulative, wallet, [...proof]);
      return 'paid';
    } catch (error) {
      if (!isCallException(error) || error.data === null) throw error;
      return errors.parseError(getBytes(error.data))?.name ?? 'unknown';
    }
  }
});

function randomEntry(random: (below: number) => number): VolumeEntry {
  const memberId = 1 + random(members);
  if (random(6) === 0)
    return { kind: 'attestation', memberId, topic: 1 + random(3), value: BigInt(random(2 ** 31)), reference: random(9) };
  const volume = { memberId, pv: BigInt(random(2 ** 32)), cv: BigInt(random(2 ** 32)) * 255n, orderRef: 1 + random(2 ** 31) };
  const kind = (['ownPurchase', 'customerSale', 'ownRefund', 'customerRefund'] as const)[random(4)] ?? 'ownPurchase';
  if (kind === 'customerSale' || kind === 'customerRefund') return { kind, ...volume, customer: random(2 ** 32) };
  return { kind, ...volume };
}
