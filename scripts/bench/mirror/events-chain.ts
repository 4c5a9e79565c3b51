import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Abi, type Hex, createPublicClient, encodeFunctionData, http, toHex } from 'viem';
import { genealogyAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import { type Deployment, deploymentSchema } from '#chain/deployment.ts';
import { deployLocally } from '#scripts/deploy/local.ts';
import { type Anvil, rpcRequest, startAnvil } from '#test/support/anvil.ts';

/** A chain with a known number of the product's events in it. */
export interface EventsChain {
  readonly anvil: Anvil;
  readonly deployment: Deployment;
  readonly events: number;
  readonly blocks: number;
  /** Mines a block with so many joins and as many orders. @returns its number */
  mine(each: number): Promise<number>;
  /** Puts others in the place of the newest blocks, which had so many joins and orders each; the new ones have as many. */
  replace(depth: number, each: number): Promise<void>;
  /** Mines empty blocks. */
  rest(blocks: number): Promise<void>;
}

/** Empty blocks behind the events, so that every one of them is final. */
const tail = 100;
const emitter = 'scripts/bench/mirror/Emitter.sol';

/** The real contracts, then blocks with so many joins and as many orders each. */
export async function makeEventsChain(events: number, perBlock: number): Promise<EventsChain> {
  const anvil = await startAnvil();
  const deployment = deploymentSchema.parse(await deployLocally(anvil.url));
  const { abi, code } = compile();
  const client = createPublicClient({ transport: http(anvil.url) });
  const { genealogy, volumeLedger } = deployment.contracts;
  const joined = await client.readContract({ abi: genealogyAbi, address: genealogy, functionName: 'memberCount' });
  const seqs = [
    await client.readContract({ abi: genealogyAbi, address: genealogy, functionName: 'lastSeq' }),
    await client.readContract({ abi: volumeLedgerAbi, address: volumeLedger, functionName: 'lastSeq' }),
  ];
  const [from] = (await anvil.request('eth_accounts')) as [Hex];
  const ask = (method: string, ...params: unknown[]): Promise<unknown> => rpcRequest(anvil.url, method, params);
  const callOf = (to: Hex, functionName: string, args: readonly unknown[]) => {
    return { from, to, data: encodeFunctionData({ abi, functionName, args }), gas: toHex(10_000_000) };
  };
  const send = (...call: Parameters<typeof callOf>): Promise<unknown> => ask('eth_sendTransaction', callOf(...call));
  for (const address of [genealogy, volumeLedger]) {
    await ask('anvil_setCode', address, code);
    // What the real contract kept in the first slot is none of the emitter's.
    await ask('anvil_setStorageAt', address, toHex(0, { size: 32 }), toHex(0, { size: 32 }));
  }
  await send(genealogy, 'begin', [seqs[0], BigInt(joined)]);
  await send(volumeLedger, 'begin', [seqs[1], 0n]);
  await ask('evm_setAutomine', false);
  let members = joined;
  const mine = async (each: number): Promise<number> => {
    await send(genealogy, 'join', [BigInt(each)]);
    await send(volumeLedger, 'order', [BigInt(each), members]);
    members += each;
    await ask('evm_mine');
    return Number(await ask('eth_blockNumber'));
  };
  const rest = async (blocks: number): Promise<void> => void (await ask('anvil_mine', toHex(blocks)));
  const blocks = Math.ceil(events / (2 * perBlock));
  for (let block = 0; block < blocks; block += 1) await mine(perBlock);
  await rest(tail);
  return {
    anvil,
    deployment,
    events: blocks * perBlock * 2,
    blocks,
    mine,
    rest,
    replace: async (depth, each) => {
      const first = members - depth * each;
      const calls = Array.from({ length: depth }, (_, place) => [
        [callOf(genealogy, 'join', [BigInt(each)]), place],
        // By other members, or a block that is replaced within its second would be the same block.
        [callOf(volumeLedger, 'order', [BigInt(each), first + place * each - 1]), place],
      ]).flat();
      await ask('anvil_reorg', depth, calls);
    },
  };
}

/** With the declarations of events that the contracts have, so that the two cannot differ. */
function compile(): { abi: Abi; code: Hex } {
  const solc = createRequire(import.meta.url)('solc') as Solc;
  const root = new URL('../../../', import.meta.url);
  const contentOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
  const input = {
    language: 'Solidity',
    sources: { [emitter]: { content: contentOf(emitter) } },
    settings: { optimizer: { enabled: true }, outputSelection: { [emitter]: { '*': ['abi', 'evm.deployedBytecode.object'] } } },
  };
  const imported = { import: (path: string) => ({ contents: contentOf(path) }) };
  const output = JSON.parse(solc.compile(JSON.stringify(input), imported)) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts: Record<string, Record<string, { abi: Abi; evm: { deployedBytecode: { object: string } } }>>;
  };
  const error = output.errors?.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.formattedMessage);
  const artifact = output.contracts[emitter]?.['Emitter'];
  if (artifact === undefined) throw new Error('the emitter was not compiled');
  return { abi: artifact.abi, code: `0x${artifact.evm.deployedBytecode.object}` };
}

/** Reads what is imported from the folder of the project. */
interface Solc {
  compile(input: string, callbacks: { import(path: string): { contents: string } }): string;
}
