import { type Abi, type ContractEventName, type DecodeEventLogReturnType, decodeEventLog, toEventSelector } from 'viem';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Deployment } from './deployment.ts';
import { checkoutAbi, enrollmentAbi, genealogyAbi, payoutVaultAbi, planRegistryAbi, volumeLedgerAbi } from './generated/abi.ts';

/** A log as the node gives it; numbers are hexadecimal text. */
export interface RawLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly transactionIndex: Hex;
  readonly logIndex: Hex;
  readonly blockTimestamp?: Hex;
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

type EventOf<Contract extends EventContract> = Extract<
  DecodeEventLogReturnType<(typeof abis)[Contract], ContractEventName<(typeof abis)[Contract]>, `0x${string}`[], `0x${string}`>,
  { args: { seq: bigint } }
> & { readonly contract: Contract };

/** An event of one of our contracts, told apart by `contract` and `eventName`. */
export type ContractEvent = { [Contract in EventContract]: EventOf<Contract> }[EventContract];

/** @returns which of our contracts stands at the address */
export function contractAt(deployment: Deployment): (address: string) => EventContract | undefined {
  const byAddress = new Map(eventContracts.map((name) => [deployment.contracts[name].toLowerCase(), name]));
  return (address) => byAddress.get(address.toLowerCase());
}

/**
 * Reads an event that we know.
 * @returns undefined for an event that carries no `seq` or that this version does not know, or whose bytes do not fit
 */
export function decodeEvent(contract: EventContract, log: RawLog): ContractEvent | undefined {
  const topic = log.topics[0];
  if (topic === undefined || !knownTopics[contract].has(topic)) return undefined;
  try {
    const decoded = decodeEventLog({
      abi: abis[contract],
      data: log.data,
      topics: log.topics as [Hex, ...Hex[]],
      strict: true,
    });
    return { ...decoded, contract } as unknown as ContractEvent;
  } catch {
    // An event of a known name whose bytes do not fit is of another version: the caller keeps it raw and says so.
    return undefined;
  }
}

/** Events without `seq` (changes of authority) are none of the mirror's business. */
export function isForeignToMirror(contract: EventContract, log: RawLog): boolean {
  const topic = log.topics[0];
  return topic !== undefined && foreignTopics[contract].has(topic);
}

const knownTopics = topicsOf((inputs) => inputs.some((input) => input.name === 'seq'));
const foreignTopics = topicsOf((inputs) => !inputs.some((input) => input.name === 'seq'));

function topicsOf(
  choose: (inputs: readonly { readonly name?: string | undefined }[]) => boolean,
): Record<EventContract, ReadonlySet<Hex>> {
  const topics = (abi: Abi): ReadonlySet<Hex> =>
    new Set(abi.flatMap((item) => (item.type === 'event' && choose(item.inputs) ? [toEventSelector(item)] : [])));
  return Object.fromEntries(eventContracts.map((name) => [name, topics(abis[name])])) as Record<EventContract, ReadonlySet<Hex>>;
}
