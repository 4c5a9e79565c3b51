import type { PublicClient } from 'viem';
import { type BlockHead, readBlock } from '#chain/blocks.ts';
import { bloomMayContain } from '#chain/bloom.ts';
import { shortReason } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type RawLog, eventContracts } from '#chain/events.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';

/** Logs of a range with the headers that prove them. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** In the order of the chain. */
  readonly logs: readonly RawLog[];
  /** Known headers of the range, by number: the first, the last, and every block from `window` on. */
  readonly headers: ReadonlyMap<number, BlockHead>;
}

/** The node refused or could not carry the answer; half of the range may do. */
export class RangeTooLarge extends Error {}

/**
 * Reads one range from one node and checks the answer against itself.
 * @param window the newest final block; those after it can still be replaced, so each is checked by its own header
 * @throws RangeTooLarge, UplineError MIRROR.BAD_ANSWER, CHAIN.UNREACHABLE
 */
export async function readRange(
  client: PublicClient,
  deployment: Deployment,
  asked: { from: number; to: number; window: number; known: ReadonlyMap<number, BlockHead> },
): Promise<Range> {
  const { from, to } = asked;
  const headers = await readHeaders(client, asked);
  const addresses = eventContracts.map((name) => deployment.contracts[name]);
  const logs = await readLogs(client, addresses, from, to);
  logs.sort(
    (left, right) => number(left.blockNumber) - number(right.blockNumber) || number(left.logIndex) - number(right.logIndex),
  );
  checkLogs(logs, addresses, from, to, headers);
  await checkSilence(client, logs, addresses, headers);
  return { from, to, logs, headers };
}

async function readHeaders(
  client: PublicClient,
  { from, to, window, known }: { from: number; to: number; window: number; known: ReadonlyMap<number, BlockHead> },
): Promise<Map<number, BlockHead>> {
  const numbers = new Set([from, to]);
  for (let block = Math.max(from, window); block < to; block += 1) numbers.add(block);
  const found = await Promise.all([...numbers].map(async (block) => known.get(block) ?? readBlock(client, block)));
  const headers = new Map<number, BlockHead>();
  [...numbers].forEach((block, place) => {
    const header = found[place];
    // A node that is behind has no such block; its empty lists of logs would prove nothing.
    if (header === undefined) throw new UplineError('MIRROR.BAD_ANSWER', { block, reason: 'the node does not have the block' });
    headers.set(block, header);
  });
  for (const header of headers.values()) {
    const parent = headers.get(header.number - 1);
    if (parent !== undefined && parent.hash !== header.parentHash) {
      throw new UplineError('MIRROR.BAD_ANSWER', { block: header.number, reason: 'its parent is another block' });
    }
  }
  return headers;
}

async function readLogs(client: PublicClient, addresses: readonly Address[], from: number, to: number): Promise<RawLog[]> {
  try {
    const logs = await client.request({
      method: 'eth_getLogs',
      params: [{ address: [...addresses], fromBlock: hex(from), toBlock: hex(to) }],
    });
    return logs as unknown as RawLog[];
  } catch (error) {
    // Providers have no common word for "too much", so any refusal of a long range is tried again with half of it.
    if (to > from) throw new RangeTooLarge(shortReason(error), { cause: error });
    throw new UplineError('CHAIN.UNREACHABLE', { reason: shortReason(error) }, { cause: error });
  }
}

/** Each log must lie in the range, come from our contracts, name one hash a block, and that of the header where it is known. */
function checkLogs(
  logs: readonly RawLog[],
  addresses: readonly Address[],
  from: number,
  to: number,
  headers: ReadonlyMap<number, BlockHead>,
): void {
  const ours = new Set<string>(addresses);
  const hashes = new Map<number, Hex>();
  let previous: RawLog | undefined;
  for (const log of logs) {
    const block = number(log.blockNumber);
    const refuse = (reason: string): never => {
      throw new UplineError('MIRROR.BAD_ANSWER', { block, reason });
    };
    if (!(block >= from && block <= to)) refuse('the log lies outside of the range');
    if (log.removed === true) refuse('the log was removed');
    if (!ours.has(log.address.toLowerCase())) refuse('the log is of a foreign contract');
    const hash = headers.get(block)?.hash ?? hashes.get(block) ?? log.blockHash;
    if (hash !== log.blockHash) refuse('the log belongs to another block of that number');
    hashes.set(block, hash);
    if (previous?.blockNumber === log.blockNumber && previous.logIndex === log.logIndex) refuse('the same log came twice');
    previous = log;
  }
}

/** Asks again, by block hash, where the header's bloom says that there is more than the answer held. */
async function checkSilence(
  client: PublicClient,
  logs: readonly RawLog[],
  addresses: readonly Address[],
  headers: ReadonlyMap<number, BlockHead>,
): Promise<void> {
  const heard = new Set(logs.map((log) => `${number(log.blockNumber)} ${log.address.toLowerCase()}`));
  for (const header of headers.values()) {
    const silent = addresses.filter(
      (address) => !heard.has(`${header.number} ${address}`) && bloomMayContain(header.logsBloom, address),
    );
    if (silent.length === 0) continue;
    const again = await client
      .request({ method: 'eth_getLogs', params: [{ address: silent, blockHash: header.hash }] })
      .catch((error: unknown) => {
        throw new UplineError('CHAIN.UNREACHABLE', { reason: shortReason(error) }, { cause: error });
      });
    // A bloom may say yes without a log, so an empty second answer is believed; `seq` catches what both left out.
    if (again.length > 0)
      throw new UplineError('MIRROR.BAD_ANSWER', { block: header.number, reason: 'the list of logs was not complete' });
  }
}

export function number(hexadecimal: Hex): number {
  return Number.parseInt(hexadecimal, 16);
}

function hex(value: number): Hex {
  return `0x${value.toString(16)}`;
}
