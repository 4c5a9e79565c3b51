import { type Abi, decodeEventLog, type DecodeEventLogReturnType, toEventSelector } from 'viem';
import {
  checkoutAbi,
  enrollmentAbi,
  genealogyAbi,
  payoutVaultAbi,
  planRegistryAbi,
  volumeLedgerAbi,
} from '#chain/generated/abi.ts';
import { type Deployment } from '#chain/deployment.ts';
import type { Hex } from '#kernel/hex.ts';
import { reach } from '#chain/client.ts';
import type { AuditNode } from './node.ts';
import type { Findings } from './report.ts';

/** The contracts that number their events. */
export const followed = {
  genealogy: genealogyAbi,
  enrollment: enrollmentAbi,
  planRegistry: planRegistryAbi,
  volumeLedger: volumeLedgerAbi,
  payoutVault: payoutVaultAbi,
  checkout: checkoutAbi,
} as const;
export type Followed = keyof typeof followed;

type EventOf<A extends Abi> = DecodeEventLogReturnType<A, undefined>;

/** An event with its place. `contract` and `eventName` tell what `args` holds. */
export type ChainEvent = {
  [K in Followed]: EventOf<(typeof followed)[K]> & { readonly contract: K; readonly block: bigint; readonly index: number };
}[Followed];

interface RawLog {
  readonly address: Hex;
  readonly data: Hex;
  readonly topics: [signature: Hex, ...args: Hex[]] | [];
  readonly blockNumber: bigint;
  readonly logIndex: number;
}

const FIRST_RANGE = 5_000n;
const LONGEST_RANGE = 200_000n;

/** Every log of the followed contracts up to the audit's block, in order. A range that the node refuses is asked in halves. */
async function readRawLogs(
  { client, block }: AuditNode,
  deployment: Deployment,
  told: (done: number) => void,
): Promise<RawLog[]> {
  const address = (Object.keys(followed) as Followed[]).map((name) => deployment.contracts[name]);
  const begin = BigInt(deployment.genesisBlock);
  const logs: RawLog[] = [];
  let from = begin;
  let range = FIRST_RANGE;
  while (from <= block.number) {
    const to = from + range - 1n < block.number ? from + range - 1n : block.number;
    try {
      const found = await client.getLogs({ address, fromBlock: from, toBlock: to });
      for (const log of found) logs.push(log);
      from = to + 1n;
      if (found.length < 5_000 && range < LONGEST_RANGE) range *= 2n;
    } catch (error) {
      if (to === from) await reach(() => Promise.reject(error));
      range = (to - from + 1n) / 2n;
    }
    told(Number(((from - begin) * 100n) / (block.number - begin + 1n)));
  }
  return logs.toSorted((left, right) => Number(left.blockNumber - right.blockNumber) || left.logIndex - right.logIndex);
}

/**
 * Reads and decodes all events and checks that none is missing: each contract numbers its own without gaps, and tells how many there are.
 * @throws AuditStopped at the first hole: everything after it would be guessing
 */
export async function readEvents(
  node: AuditNode,
  deployment: Deployment,
  findings: Findings,
  told: (percent: number) => void,
): Promise<ChainEvent[]> {
  const contractAt = new Map(
    (Object.keys(followed) as Followed[]).map((name) => [deployment.contracts[name].toLowerCase(), name]),
  );
  const none = { genealogy: 0n, enrollment: 0n, planRegistry: 0n, volumeLedger: 0n, payoutVault: 0n, checkout: 0n };
  const seen: Record<Followed, bigint> = none;
  const events: ChainEvent[] = [];
  for (const log of await readRawLogs(node, deployment, told)) {
    const contract = contractAt.get(log.address.toLowerCase());
    if (contract === undefined) continue;
    if (!known(contract, log))
      findings.stop('events', 'eventUnknown', { contract, signature: log.topics[0] ?? '', block: log.blockNumber });
    const event = decode(contract, log);
    // AccessManaged announces its authority without a number; every event of ours has one.
    if (event === undefined) continue;
    const expected = seen[contract] + 1n;
    if (event.args.seq !== expected) {
      findings.stop('events', 'eventMissing', { contract, expected, actual: event.args.seq, block: log.blockNumber });
    }
    seen[contract] = expected;
    events.push(event);
  }
  for (const name of Object.keys(followed) as Followed[]) {
    const last = await reach(() =>
      node.client.readContract({
        address: deployment.contracts[name],
        abi: genealogyAbi,
        functionName: 'lastSeq',
        blockNumber: node.block.number,
      }),
    );
    if (last !== seen[name]) findings.stop('events', 'eventsWithheld', { contract: name, expected: last, actual: seen[name] });
  }
  findings.done('events', { count: events.length, contracts: Object.keys(followed).length });
  return events;
}

const signatures = new Map(
  (Object.keys(followed) as Followed[]).map((name) => [
    name,
    new Set(followed[name].filter((item) => item.type === 'event').map((item) => toEventSelector(item))),
  ]),
);

/** Whether the contract at this address can have said this: a contract of another kind stands there if not. */
function known(contract: Followed, { topics: [signature] }: RawLog): boolean {
  return signature !== undefined && signatures.get(contract)?.has(signature) === true;
}

type Numbered = Extract<ChainEvent, { args: { seq: bigint } }>;

function decode(contract: Followed, log: RawLog): Numbered | undefined {
  const decoded = decodeEventLog({ abi: followed[contract], data: log.data, topics: log.topics, strict: true });
  const args: unknown = decoded.args;
  if (typeof args !== 'object' || args === null || !('seq' in args)) return undefined;
  return { ...decoded, contract, block: log.blockNumber, index: log.logIndex } as Numbered;
}
