import { type HDNodeWallet, Interface, isCallException } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorsAbi } from '#chain/generated/abi.ts';
import { localAccount } from '#scripts/deploy/parameters.ts';
import { packSponsors, sendJoining, signJoining } from './support/joining.ts';
import { openWorld, seeded, type World } from './support/world.ts';

const TRANSACTION_GAS_CAP = 16_777_216;
const errors = new Interface(errorsAbi);

/** A new person with money for fees. */
async function person(world: World, index: number): Promise<HDNodeWallet> {
  const wallet = localAccount(2000 + index).connect(world.provider);
  await world.anvil.request('anvil_setBalance', wallet.address, '0x3635c9adc5dea00000');
  return wallet;
}

/** What was spent, as the chain counted it. */
async function gasOf(sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>): Promise<number> {
  return Number((await (await sent).wait())?.gasUsed);
}

// C29: what a registration and a question cost does not depend on how large the network is.
describe('gas at 10, 1,000 and 100,000 members (C29)', () => {
  let world: World;
  let people = 0;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.stop());

  /** One line below the company, until the last member has the number `last`. In batches of 600. */
  async function growChain(last: number): Promise<number> {
    const { genealogy } = world.as(world.roles.importer);
    let dearest = 0;
    for (let first = Number(await genealogy.memberCount()) + 1; first <= last; first = first + 600) {
      const count = Math.min(600, last - first + 1);
      const sponsors = Array.from({ length: count }, (_, place) => first + place - 1);
      dearest = Math.max(dearest, await gasOf(genealogy.registerBatch(first, packSponsors(sponsors))));
    }
    return dearest;
  }

  /** The dearest of eight registrations one below the other, since a jump is joined at some depths only. */
  async function registration(): Promise<{ self: number; relayed: number }> {
    const { genealogy } = world.as();
    let sponsorId = Number(await genealogy.memberCount());
    const inviter = world.roles.inviter;
    const spent = { self: 0, relayed: 0 };
    let sponsor: HDNodeWallet | undefined;
    for (let i = 0; i < 9; i += 1) {
      const newcomer = await person(world, (people += 1));
      const relayed = i % 2 === 0;
      const joining = await signJoining(world, { newcomer, sponsorId, inviter: sponsor ?? inviter, relayed });
      const gas = await gasOf(sendJoining(world, relayed ? world.deployer : newcomer, joining));
      // The first was invited by the company, because a member who was entered has no wallet.
      if (sponsor !== undefined) spent[relayed ? 'relayed' : 'self'] = Math.max(spent[relayed ? 'relayed' : 'self'], gas);
      sponsor = newcomer;
      sponsorId = Number(await genealogy.memberOf(newcomer.address));
    }
    return spent;
  }

  test('registering costs the same', { timeout: 600_000 }, async () => {
    const at: { self: number; relayed: number }[] = [];
    for (const size of [10, 1000, 100_000]) {
      expect(await growChain(size)).toBeLessThan(TRANSACTION_GAS_CAP);
      at.push(await registration());
    }
    const [small] = at;
    if (small === undefined) throw new Error('Nothing was measured.');
    for (const spent of at) {
      expect(Math.abs(spent.self / small.self - 1), JSON.stringify(at)).toBeLessThan(0.02);
      expect(Math.abs(spent.relayed / small.relayed - 1), JSON.stringify(at)).toBeLessThan(0.02);
      expect(spent.self).toBeLessThanOrEqual(102_000);
      expect(spent.relayed).toBeLessThanOrEqual(108_000);
    }
  });

  test('asking who stands above whom costs at most 90,000 in a line of 100,000', { timeout: 300_000 }, async () => {
    const { genealogy } = world.as();
    const last = Number(await genealogy.memberCount());
    expect(last).toBeGreaterThanOrEqual(100_000);
    const random = seeded(29);
    // The dearest pair there is (depth 98,288 to depth 1, thirty reads), then the likes of it and any.
    const pairs: (readonly [number, number])[] = [[2, 98_289]];
    for (let depth = 98_282; depth < 98_298; depth += 1) pairs.push([2, depth]);
    for (let i = 0; i < 20; i += 1) pairs.push([1 + random(99_000), 99_001 + random(1000)]);
    let dearest = 0;
    for (const [uplineId, memberId] of pairs) {
      const data = genealogy.interface.encodeFunctionData('isUpline', [uplineId, memberId]);
      const sent = world.deployer.sendTransaction({ to: await genealogy.getAddress(), data });
      expect(await genealogy.isUpline(uplineId, memberId)).toBe(true);
      dearest = Math.max(dearest, await gasOf(sent));
    }
    expect(dearest).toBeLessThanOrEqual(90_000);
  });

  test('a thousand direct partners make the next one no dearer', async () => {
    const { genealogy } = world.as(world.roles.importer);
    const gas: number[] = [];
    for (let batch = 0; batch < 3; batch += 1) {
      const first = Number(await genealogy.memberCount()) + 1;
      gas.push(await gasOf(genealogy.registerBatch(first, packSponsors(Array.from({ length: 500 }, () => 7)))));
    }
    const [few = 0, , many = 0] = gas;
    expect(Math.abs(many / few - 1)).toBeLessThan(0.02);
  });
});

test('five hundred at once in a random tree cost at most 25,500 each', async () => {
  const world = await openWorld();
  try {
    const { genealogy } = world.as(world.roles.importer);
    const random = seeded(7);
    const each: number[] = [];
    for (let first = 2; first < 2000; first += 500) {
      const sponsors = Array.from({ length: 500 }, (_, place) => 1 + random(first + place - 1));
      const gas = await gasOf(genealogy.registerBatch(first, packSponsors(sponsors)));
      expect(gas).toBeLessThan(TRANSACTION_GAS_CAP);
      each.push(gas / 500);
    }
    expect(Math.max(...each)).toBeLessThanOrEqual(25_500);
  } finally {
    await world.stop();
  }
});

// C05: somebody who sees a joining in the pool and sends it first (or last) changes nothing about it.
test.each(['the thief comes first', 'the newcomer comes first'] as const)('two in one block: %s (C05)', async (order) => {
  const world = await openWorld();
  try {
    const { genealogy } = world.as();
    const [newcomer, thief] = [await person(world, 1), await person(world, 2)];
    const joining = await signJoining(world, { newcomer, sponsorId: 1, inviter: world.company, named: false, uses: 5 });
    const first = order === 'the thief comes first' ? thief : newcomer;
    await world.anvil.request('evm_setAutomine', false);
    const queued: string[] = [];
    for (const sender of first === thief ? [thief, newcomer] : [newcomer, thief]) {
      const fee = { maxFeePerGas: 20_000_000_000 - queued.length * 9_000_000_000, maxPriorityFeePerGas: 1_000_000_000 };
      queued.push((await sendJoining(world, sender, joining, { gasLimit: 500_000, ...fee })).hash);
    }
    await world.anvil.request('evm_mine');
    const [one, two] = [
      await world.provider.getTransactionReceipt(queued[0] ?? ''),
      await world.provider.getTransactionReceipt(queued[1] ?? ''),
    ];
    expect(one?.blockNumber).toBe(two?.blockNumber);
    expect([one?.index, one?.status]).toEqual([0, 1]);
    expect([two?.index, two?.status]).toEqual([1, 0]);
    expect(one?.from).toBe(first.address);
    // Whoever sent it: the newcomer stands where they agreed to stand, and the thief nowhere.
    expect(await genealogy.memberOf(newcomer.address)).toBe(2n);
    expect(await genealogy.sponsorOf(2)).toBe(1n);
    expect(await genealogy.memberOf(thief.address)).toBe(0n);
    expect(await genealogy.memberCount()).toBe(2n);
    // The late one learns which member the wallet became, so that a sender can tell it as the success that it is.
    await world.anvil.request('evm_setAutomine', true);
    const refusal = await sendJoining(world, newcomer, joining).then(
      () => undefined,
      (error: unknown) => (isCallException(error) && error.data !== null ? errors.parseError(error.data) : undefined),
    );
    expect(refusal?.name).toBe('GenealogyWalletTaken');
    expect([...(refusal?.args ?? [])]).toEqual([newcomer.address, 2n]);
  } finally {
    await world.stop();
  }
});
