import { type Abi, type Hex, encodeFunctionData, toHex } from 'viem';
import { genealogyAbi, planRegistryAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import { packEntries } from '#engine/ledger/entry.ts';
import { type TestChain, type TestRole, testAccount } from '#test/support/deployment.ts';
import { oneOf } from '#test/support/faults.ts';
import { purchase } from '#test/support/story.ts';

const abis = { genealogy: genealogyAbi, volumeLedger: volumeLedgerAbi, planRegistry: planRegistryAbi } as const;
type Contract = keyof typeof abis;

interface Deed {
  readonly role: TestRole;
  readonly contract: Contract;
  readonly data: Hex;
}

const acts = ['join', 'join', 'order', 'order', 'orders', 'mine', 'mine', 'plan', 'close'] as const;

/** Does something on the chain. @returns what, in a word */
export async function act(chain: TestChain, random: () => number): Promise<string> {
  const what = oneOf(random, acts);
  if (what === 'mine') await chain.mine(1 + Math.floor(random() * 3));
  else await send(chain, await deedOf(chain, what, random));
  return what;
}

/** Replaces the newest blocks by others: empty ones, or with other deeds in them. */
export async function reorganize(chain: TestChain, random: () => number, depth: number): Promise<void> {
  const deeds: unknown[] = [];
  const head = await chain.client.any.getBlockNumber({ cacheTime: 0 });
  if (random() < 0.7) {
    const block = head - BigInt(depth);
    const place = Math.floor(random() * depth);
    const { role, contract, data } = random() < 0.5 ? await join(chain, random, block) : await order(chain, random, 1, block);
    const call = { from: testAccount(role).address, to: chain.deployment.contracts[contract], data, gas: toHex(5_000_000) };
    deeds.push([call, place]);
  }
  await chain.anvil.request('anvil_reorg', depth, deeds);
}

async function deedOf(
  chain: TestChain,
  what: 'join' | 'order' | 'orders' | 'plan' | 'close',
  random: () => number,
): Promise<Deed> {
  switch (what) {
    case 'join':
      return join(chain, random);
    case 'order':
      return order(chain, random, 1);
    case 'orders':
      return order(chain, random, 2 + Math.floor(random() * 6));
    case 'plan': {
      const next = (await view<number>(chain, 'volumeLedger', 'currentPeriod')) + 1 + Math.floor(random() * 3);
      const args = [toHex(`{"plan":${Math.floor(random() * 1e6)}}`), 400_000, next, '0x'] as const;
      const data = encodeFunctionData({ abi: planRegistryAbi, functionName: 'publish', args });
      return { role: 'planAdministrator', contract: 'planRegistry', data };
    }
    case 'close': {
      const period = await view<number>(chain, 'volumeLedger', 'currentPeriod');
      const data = encodeFunctionData({ abi: volumeLedgerAbi, functionName: 'closePeriod', args: [period] });
      return { role: 'settler', contract: 'volumeLedger', data };
    }
    default:
      return what satisfies never;
  }
}

async function join(chain: TestChain, random: () => number, block?: bigint): Promise<Deed> {
  const members = await view<number>(chain, 'genealogy', 'memberCount', block);
  const sponsors = Array.from({ length: 1 + Math.floor(random() * 3) }, () => 1 + Math.floor(random() * members));
  const packed = Buffer.alloc(sponsors.length * 4);
  sponsors.forEach((sponsor, place) => packed.writeUInt32BE(sponsor, place * 4));
  const args = [members + 1, toHex(packed)] as const;
  return {
    role: 'importer',
    contract: 'genealogy',
    data: encodeFunctionData({ abi: genealogyAbi, functionName: 'registerBatch', args }),
  };
}

async function order(chain: TestChain, random: () => number, count: number, block?: bigint): Promise<Deed> {
  const members = await view<number>(chain, 'genealogy', 'memberCount', block);
  const expected = (await view<bigint>(chain, 'volumeLedger', 'lastSeq', block)) + 1n;
  const entries = Array.from({ length: count }, () =>
    purchase(1 + Math.floor(random() * members), 1 + Math.floor(random() * 1e9), BigInt(Math.floor(random() * 9_000))),
  );
  const args = [expected, toHex(packEntries(entries))] as const;
  return {
    role: 'recorder',
    contract: 'volumeLedger',
    data: encodeFunctionData({ abi: volumeLedgerAbi, functionName: 'record', args }),
  };
}

async function view<T>(chain: TestChain, contract: Contract, functionName: string, block?: bigint): Promise<T> {
  const abi: Abi = abis[contract];
  const at = block === undefined ? {} : { blockNumber: block };
  const address = chain.deployment.contracts[contract];
  return (await chain.client.any.readContract({ abi, address, functionName, ...at })) as T;
}

/** A deed that the contract refuses is mined too and leaves nothing, which is as good. */
async function send(chain: TestChain, { role, contract, data }: Deed): Promise<void> {
  const from = testAccount(role).address;
  await chain.anvil.request('eth_sendTransaction', {
    from,
    to: chain.deployment.contracts[contract],
    data,
    gas: toHex(5_000_000),
  });
}
