import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { RowSinks, Value } from '#mirror/write/tables.ts';

/** Where an event stands in the chain. */
export interface Origin {
  readonly block: number;
  readonly logIndex: number;
  /** Unix seconds. */
  readonly time: number;
  readonly transactionHash: Hex;
}

/** Depths of members in the sponsor tree, as far as they are known. */
export interface Depths {
  get(memberId: number): number | undefined;
  set(memberId: number, depth: number): unknown;
}

/** What the handlers of one batch add to and know. */
export interface Collector {
  readonly rows: RowSinks;
  /** Greatest member number so far. */
  members: number;
  /** Ledger entries so far. */
  entries: number;
  /** Of the members that this batch refers to; those that it adds are added. */
  readonly depths: Depths;
  /** Legs of the placement tree, as deployed: 0 none. */
  readonly placementWidth: number;
}

/** The last four columns of a row. */
export function originColumns(origin: Origin): [Value, Value, Value, Value] {
  return [origin.block, origin.logIndex, new Date(origin.time * 1000), origin.transactionHash];
}

/** Packed entries as bytes to read in. */
export function unpacked(hex: Hex): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}

/** Zero means "nobody" in an event. */
export function optionalBytes(hex: Hex): Hex | null {
  return /^0x0*$/.test(hex) ? null : hex;
}

/** The protocol promises what was broken here, so the mirror must not go on from it. */
export function brokenFact(event: string, origin: Origin, reason: string): UplineError {
  return new UplineError('MIRROR.BROKEN_FACT', { event, block: origin.block, reason });
}
