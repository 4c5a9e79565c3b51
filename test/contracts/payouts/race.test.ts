import { type BaseContract, type HDNodeWallet, isCallException } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packEntries } from '#engine/ledger/entry.ts';
import { buildPayoutTree } from '#engine/payout-tree/tree.ts';
import { type Hex } from '#kernel/hex.ts';
import { mined, openWorld, type World } from '../support/world.ts';

const plan = new TextEncoder().encode('{"format":"upline.plan/1"}');
const word = (digit: string): Hex => `0x${digit.repeat(64)}`;

// C23: who wins when an approver and a guardian decide in the same block, just before, at and just after the end of the window.
describe('accept and reject in one block (C23)', () => {
  let world: World;
  let proposal: Parameters<ReturnType<World['as']>['payoutVault']['propose']>[0];

  beforeAll(async () => {
    world = await openWorld();
    const { token, payoutVault, planRegistry } = world.as(world.roles.planAdministrator);
    await mined(planRegistry.publish(plan, 1_000_000, 1, '0x'));
    const settler = world.as(world.roles.settler);
    await mined(settler.volumeLedger.closePeriod(0));
    const sale = packEntries([{ kind: 'ownPurchase', memberId: 1, pv: 1n, cv: 1_000_000n, orderRef: 1 }]);
    await mined(world.as(world.roles.recorder).volumeLedger.record((await settler.volumeLedger.lastSeq()) + 1n, sale));
    await mined(settler.volumeLedger.closePeriod(1));
    await mined(world.as().token.mint(await payoutVault.getAddress(), 1_000n));
    const { contracts, chainId } = world.deployment;
    const tree = buildPayoutTree({ chainId, vault: contracts.payoutVault, token: (await token.getAddress()) as Hex }, [
      { memberId: 1, cumulative: 1_000n },
    ]);
    const { planVersion, inputHash } = await settler.volumeLedger.periodOf(1);
    const rest = { stateRoot: word('1'), fileHash: word('2') };
    proposal = { period: 1, planVersion, leafCount: 1, root: tree.root, inputHash, ...rest };
  });
  afterAll(() => world.stop());

  const cases = [-1, 0, 1].flatMap((offset) =>
    (['accept', 'reject'] as const).map((first) => ({ offset, first, winner: offset < 0 ? 'reject' : first })),
  );

  test.each(cases)(
    'at t + $offset with $first first, $winner wins and the other is refused',
    async ({ offset, first, winner }) => {
      const snapshot = await world.anvil.request('evm_snapshot');
      await mined(world.as(world.roles.settler).payoutVault.propose(proposal));
      const { reviewEndsAt } = await world.as().payoutVault.pending();
      const { approver, guardian } = world.roles;
      const data = {
        accept: (world.as().payoutVault as BaseContract).interface.encodeFunctionData('accept', [proposal]),
        reject: (world.as().payoutVault as BaseContract).interface.encodeFunctionData('reject', [proposal, 'wrong']),
      };
      await world.anvil.request('evm_setAutomine', false);
      const order = first === 'accept' ? (['accept', 'reject'] as const) : (['reject', 'accept'] as const);
      const sent = new Map<string, string>();
      for (const [place, name] of order.entries()) {
        const from: HDNodeWallet = name === 'accept' ? approver : guardian;
        const to = world.deployment.contracts.payoutVault;
        // The higher fee comes first.
        const fees = { maxPriorityFeePerGas: BigInt(2 - place) * 10n ** 9n, maxFeePerGas: 100n * 10n ** 9n };
        const transaction = await from.sendTransaction({ to, data: data[name], gasLimit: 300_000, ...fees });
        sent.set(name, transaction.hash);
      }
      await world.anvil.request('evm_setNextBlockTimestamp', `0x${(reviewEndsAt + BigInt(offset)).toString(16)}`);
      await world.anvil.request('evm_mine');
      await world.anvil.request('evm_setAutomine', true);

      const receipts = await Promise.all(order.map(async (name) => world.provider.getTransactionReceipt(sent.get(name) ?? '')));
      expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).toBe(1);
      expect(receipts.map((receipt) => receipt?.index)).toEqual([0, 1]);
      const block = await world.provider.getBlock(receipts[0]?.blockNumber ?? 0);
      expect(BigInt(block?.timestamp ?? 0)).toBe(reviewEndsAt + BigInt(offset));
      expect(order.filter((_, place) => receipts[place]?.status === 1)).toEqual([winner]);

      const { payoutVault } = world.as();
      expect((await payoutVault.accepted()).period).toBe(winner === 'accept' ? 1n : 0n);
      expect((await payoutVault.pending()).period).toBe(0n);
      for (const [name, from] of [
        ['accept', approver],
        ['reject', guardian],
      ] as const) {
        expect(await refusal(from, data[name])).toBe('PayoutVaultNothingPending');
      }
      expect(await world.anvil.request('evm_revert', snapshot)).toBe(true);
    },
  );

  async function refusal(from: HDNodeWallet, data: string): Promise<string | undefined> {
    const { payoutVault } = world.as();
    try {
      await world.provider.call({ from: from.address, to: await payoutVault.getAddress(), data });
    } catch (error) {
      if (!isCallException(error) || error.data === null) throw error;
      return payoutVault.interface.parseError(error.data)?.name;
    }
    return undefined;
  }
});
