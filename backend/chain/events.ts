import { type Abi, toEventSelector } from 'viem';
import type { Hex } from '#kernel/hex.ts';
import type { Deployment } from './deployment.ts';
import { Misfit } from './event-bytes.ts';
import { checkoutAbi, enrollmentAbi, genealogyAbi, payoutVaultAbi, planRegistryAbi, volumeLedgerAbi } from './generated/abi.ts';
import { type ContractEvent, decoders } from './generated/decoders.ts';

export type { ContractEvent } from './generated/decoders.ts';

/** A log as the node gives it; numbers are hexadecimal text. */
export interface RawLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly transactionIndex: Hex;
  readonly logIndex: Hex;
  readonly blockTimestamp?: Hex | null;
  readonly removed?: boolean;
}

const abis = {
  genealogy: genealogyAbi,
  enrollment: enrollmentAbi,
  planRegistry: planRegistryAbi,
  volumeLedger: volumeLedgerAbi,
  payoutVault: payoutVaultAbi,
  checkout: checkoutAbi,
} as const;

/** Contracts whose events carry a gapless `seq`. */
export type EventContract = keyof typeof abis;
export const eventContracts = Object.keys(abis) as readonly EventContract[];

/** @returns which of our contracts stands at the address */
export function contractAt(deployment: Deployment): (address: string) => EventContract | undefined {
  const byAddress = new Map(eventContracts.map((name) => [deployment.contracts[name].toLowerCase(), name]));
  // Nodes give addresses in lower case; only others cost a second look.
  return (address) => byAddress.get(address) ?? byAddress.get(address.toLowerCase());
}

/**
 * Reads an event that we know.
 * @returns undefined for an event that carries no `seq` or that this version does not know, or whose bytes do not fit
 */
export function decodeEvent(contract: EventContract, log: Pick<RawLog, 'topics' | 'data'>): ContractEvent | undefined {
  const [topic] = log.topics;
  const decode = topic === undefined ? undefined : decoders[contract][topic];
  if (decode === undefined) return undefined;
  try {
    return decode(log.topics, log.data);
  } catch (error) {
    // An event of a known name whose bytes do not fit is of another version: the caller keeps it raw and says so.
    if (error instanceof Misfit) return undefined;
    throw error;
  }
}

/** Events without `seq` (changes of authority) are none of the mirror's business. */
export function isForeignToMirror(contract: EventContract, log: Pick<RawLog, 'topics'>): boolean {
  const [topic] = log.topics;
  return topic !== undefined && foreignTopics[contract].has(topic);
}

const foreignTopics = Object.fromEntries(
  eventContracts.map((name) => {
    const abi: Abi = abis[name];
    const topics = abi.flatMap((item) =>
      item.type === 'event' && !item.inputs.some((input) => input.name === 'seq') ? [toEventSelector(item)] : [],
    );
    return [name, new Set<Hex>(topics)];
  }),
) as unknown as Readonly<Record<EventContract, ReadonlySet<Hex>>>;
