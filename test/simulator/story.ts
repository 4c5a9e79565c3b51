import { type Abi, encodeFunctionData, toHex } from 'viem';
import { genealogyAbi, planRegistryAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import { packEntries } from '#engine/ledger/entry.ts';
import { oneOf } from '#test/support/faults.ts';
import { purchase } from '#test/support/story.ts';
import type { Deed, Stage } from './stage.ts';

const abis = { genealogy: genealogyAbi, volumeLedger: volumeLedgerAbi, planRegistry: planRegistryAbi } as const;

const acts = ['join', 'join', 'order', 'order', 'orders', 'mine', 'mine', 'plan', 'close'] as const;

/** Does something on the chain. @returns what, in a word */
export async function act(stage: Stage, random: () => number): Promise<string> {
  const what = oneOf(random, acts);
  if (what === 'mine') await stage.mine(1 + Math.floor(random() * 3));
  else await stage.perform(await deedOf(stage, what, random));
  return what;
}

/** Replaces the newest blocks by others: empty ones, or with another deed in one of them. */
export async function reorganize(stage: Stage, random: () => number, depth: number): Promise<void> {
  const block = (await stage.height()) - depth;
  if (random() >= 0.7) return stage.replace(depth, []);
  const place = Math.floor(random() * depth);
  const deed = random() < 0.5 ? await join(stage, random, block) : await order(stage, random, 1, block);
  return stage.replace(depth, [{ deed, place }]);
}

async function deedOf(stage: Stage, what: 'join' | 'order' | 'orders' | 'plan' | 'close', random: () => number): Promise<Deed> {
  switch (what) {
    case 'join':
      return join(stage, random);
    case 'order':
      return order(stage, random, 1);
    case 'orders':
      return order(stage, random, 2 + Math.floor(random() * 6));
    case 'plan': {
      const next = (await view<number>(stage, 'volumeLedger', 'currentPeriod')) + 1 + Math.floor(random() * 3);
      const args = [toHex(`{"plan":${Math.floor(random() * 1e6)}}`), 400_000, next, '0x'] as const;
      const data = encodeFunctionData({ abi: planRegistryAbi, functionName: 'publish', args });
      return { role: 'planAdministrator', contract: 'planRegistry', data };
    }
    case 'close': {
      const period = await view<number>(stage, 'volumeLedger', 'currentPeriod');
      const data = encodeFunctionData({ abi: volumeLedgerAbi, functionName: 'closePeriod', args: [period] });
      return { role: 'settler', contract: 'volumeLedger', data };
    }
    default:
      return what satisfies never;
  }
}

async function join(stage: Stage, random: () => number, block?: number): Promise<Deed> {
  const members = await view<number>(stage, 'genealogy', 'memberCount', block);
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

async function order(stage: Stage, random: () => number, count: number, block?: number): Promise<Deed> {
  const members = await view<number>(stage, 'genealogy', 'memberCount', block);
  const expected = (await view<bigint>(stage, 'volumeLedger', 'lastSeq', block)) + 1n;
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

async function view<T>(stage: Stage, contract: Deed['contract'], functionName: string, block?: number): Promise<T> {
  const abi: Abi = abis[contract];
  const at = block === undefined ? {} : { blockNumber: BigInt(block) };
  const address = stage.deployment.contracts[contract];
  return (await stage.client.any.readContract({ abi, address, functionName, ...at })) as T;
}
