import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mined, openWorld, type World } from './support/world.ts';

const zero = `0x${'00'.repeat(32)}`;
const root = `0x${'cd'.repeat(24)}${(400_000).toString(16).padStart(16, '0')}`;

// C23: whoever comes first in a block wins, and there are never two roots. Before the window ends only the guardian can.
describe('acceptance and refusal in one block (C23)', () => {
  let world: World;
  let proposal: {
    period: bigint;
    planVersion: bigint;
    leafCount: number;
    root: string;
    inputHash: string;
    stateRoot: string;
    fileHash: string;
  };
  let end: bigint;
  let inReview: unknown;

  beforeAll(async () => {
    world = await openWorld();
    const { token } = world.as();
    await mined(token.mint(world.deployment.contracts.payoutVault, 400_000n));
    await mined(world.as(world.roles.planAdministrator).planRegistry.publish('0x7b7d', 400_000, 1, '0x'));
    const { volumeLedger, payoutVault } = world.as(world.roles.settler);
    await mined(volumeLedger.closePeriod(0));
    const sale = `0x01${'00000001'}${'00000064'}${'00000f4240'}${'000000000001'}`;
    await mined(world.as(world.roles.recorder).volumeLedger.record((await volumeLedger.lastSeq()) + 1n, sale));
    await mined(volumeLedger.closePeriod(1));
    const { planVersion, inputHash } = await volumeLedger.periodOf(1);
    proposal = { period: 1n, planVersion, leafCount: 1, root, inputHash, stateRoot: zero, fileHash: zero };
    await mined(payoutVault.propose(proposal));
    end = (await payoutVault.pending()).reviewEndsAt;
    inReview = await world.provider.send('evm_snapshot', []);
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.provider.send('evm_revert', [inReview]);
    inReview = await world.provider.send('evm_snapshot', []);
  });

  const cases = [-1n, 0n, 1n].flatMap((second) => (['accept', 'reject'] as const).map((first) => [second, first] as const));
  test.each(cases)('at the end of the window %i s, %s sent first', async (second, first) => {
    await world.provider.send('evm_setAutomine', [false]);
    const [approver, guardian] = [world.as(world.roles.approver), world.as(world.roles.guardian)];
    const gas = (priority: number) => ({
      gasLimit: 500_000,
      maxPriorityFeePerGas: BigInt(priority) * 10n ** 9n,
      maxFeePerGas: 10n ** 11n,
    });
    const accept = () => approver.payoutVault.accept(proposal, gas(first === 'accept' ? 9 : 1));
    const reject = () => guardian.payoutVault.reject(proposal, 'no', gas(first === 'accept' ? 1 : 9));
    // Whether a chain orders by price or by arrival: both say the same here.
    const early = first === 'accept' ? await accept() : await reject();
    const late = first === 'accept' ? await reject() : await accept();
    const [acceptance, refusal] = first === 'accept' ? [early, late] : [late, early];
    await world.provider.send('evm_setNextBlockTimestamp', [Number(end + second)]);
    await world.provider.send('evm_mine', []);
    await world.provider.send('evm_setAutomine', [true]);

    const [accepted, refused] = await Promise.all(
      [acceptance, refusal].map(async ({ hash }) => (await world.provider.getTransactionReceipt(hash))?.status === 1),
    );
    const open = second >= 0n;
    expect([accepted, refused]).toEqual([open && first === 'accept', !(open && first === 'accept')]);
    const { payoutVault } = world.as();
    expect((await payoutVault.accepted()).root).toBe(accepted === true ? root : zero);
    expect(BigInt((await payoutVault.pending()).proposalHash)).toBe(0n);
  });
});
