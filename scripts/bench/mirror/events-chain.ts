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
}

const perBlock = 25;
/** Empty blocks behind the events, so that every one of them is final. */
const tail = 100;

/** The real contracts, then `events` / 50 blocks with 25 joins and 25 orders each. */
export async function makeEventsChain(events: number): Promise<EventsChain> {
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
  const send = (to: Hex, functionName: string, args: readonly unknown[]): Promise<unknown> =>
    ask('eth_sendTransaction', { from, to, data: encodeFunctionData({ abi, functionName, args }), gas: toHex(1_000_000) });
  for (const address of [genealogy, volumeLedger]) {
    await ask('anvil_setCode', address, code);
    // What the real contract kept in the first slot is none of the emitter's.
    await ask('anvil_setStorageAt', address, toHex(0, { size: 32 }), toHex(0, { size: 32 }));
  }
  await send(genealogy, 'begin', [seqs[0], BigInt(joined)]);
  await send(volumeLedger, 'begin', [seqs[1], 0n]);
  await ask('evm_setAutomine', false);
  const blocks = Math.ceil(events / (2 * perBlock));
  for (let block = 0; block < blocks; block += 1) {
    await send(genealogy, 'join', [BigInt(perBlock)]);
    await send(volumeLedger, 'order', [BigInt(perBlock), joined + block * perBlock]);
    await ask('evm_mine');
  }
  await ask('anvil_mine', toHex(tail));
  return { anvil, deployment, events: blocks * perBlock * 2, blocks };
}

function compile(): { abi: Abi; code: Hex } {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string };
  const content = readFileSync(new URL('Emitter.sol', import.meta.url), 'utf8');
  const input = {
    language: 'Solidity',
    sources: { 'Emitter.sol': { content } },
    settings: { optimizer: { enabled: true }, outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode.object'] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts: Record<string, Record<string, { abi: Abi; evm: { deployedBytecode: { object: string } } }>>;
  };
  const error = output.errors?.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.formattedMessage);
  const artifact = output.contracts['Emitter.sol']?.['Emitter'];
  if (artifact === undefined) throw new Error('the emitter was not compiled');
  return { abi: artifact.abi, code: `0x${artifact.evm.deployedBytecode.object}` };
}
