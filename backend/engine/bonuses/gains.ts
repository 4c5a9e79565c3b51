import { WHOLE_PPM, type Rounding } from '#kernel/rate.ts';
import { type Orders } from '../ledger/order.ts';
import { orderColumns } from '../ledger/order-columns.ts';

/** Orders as columns: what sums need, and nothing that would have to be looked up a million times. */
export interface CvColumns {
  readonly memberOf: Uint32Array;
  /** 0 for an own purchase. */
  readonly fromCustomer: Uint8Array;
  /** Modulo 2^64; `sumsFit` says whether that is the CV itself. */
  readonly cvOf: BigInt64Array;
  /** Σ CV and the largest CV, without any bound. */
  readonly cv: bigint;
  readonly largest: bigint;
}

/** What a bonus comes to for every member, line by line rounded as always, without the lines. */
export interface Gains {
  readonly bonusId: string;
  /** By member number. */
  readonly amounts: BigInt64Array;
  /** 1 for whoever has a line, be it of nothing. */
  readonly touched: Uint8Array;
  readonly lines: number;
  readonly total: bigint;
}

/** Orders of one source lie side by side: those of source s are `cvOf[start[s]]` to before `cvOf[start[s + 1]]`, in the order of the ledger. */
export interface OrdersBySource {
  readonly start: Uint32Array;
  readonly cvOf: BigInt64Array;
}

/** Adds `ratePpm` of each order from `first` to before `end` to what somebody gains, by the number that the orders have, too. */
export type AddShares = (first: number, end: number, gainer: number, ratePpm: bigint) => void;

/** Most that a sum of 64 bits with a sign holds. */
export const MOST_SUMMED = 2n ** 63n - 1n;

const WHOLE = BigInt(WHOLE_PPM);

/** What of an order counts: all of its CV, or what refunds have left of it. */
type Counted = 'placed' | 'standing';

/** The columns of those orders that have any CV. */
export function columnsOf(orders: Orders, counted: Counted): CvColumns {
  const { members, sales, placed, standing } = orderColumns(orders);
  const cvOf = counted === 'placed' ? placed : standing;
  let cv = 0n;
  let largest = 0n;
  for (const one of cvOf) {
    cv += one;
    if (one > largest) largest = one;
  }
  const sums = { cv, largest };
  if (!placed.includes(0n)) return { memberOf: members, fromCustomer: sales, cvOf: signed(cvOf), ...sums };
  const has = (_: unknown, order: number): boolean => placed[order] !== 0n;
  return { memberOf: members.filter(has), fromCustomer: sales.filter(has), cvOf: signed(cvOf.filter(has)), ...sums };
}

/** The same words read with a sign. */
function signed(words: BigUint64Array): BigInt64Array {
  return new BigInt64Array(words.buffer, words.byteOffset, words.length);
}

/**
 * Whether 64 bits hold every product and every sum of these orders. Decision 0015.
 * @param mostPpm highest rate of each line that an order can have
 */
export function sumsFit(
  { cv, largest, memberOf }: Pick<CvColumns, 'cv' | 'largest' | 'memberOf'>,
  mostPpm: readonly number[],
): boolean {
  const highest = BigInt(Math.max(0, ...mostPpm));
  const together = BigInt(mostPpm.reduce((sum, ppm) => sum + ppm, 0));
  // Each line may be rounded up by less than one unit.
  const roundedUp = BigInt(memberOf.length) * BigInt(mostPpm.length);
  return largest * highest <= MOST_SUMMED && (cv * together) / WHOLE + roundedUp <= MOST_SUMMED;
}

/**
 * @param place by member number: the number under which a source is found
 * @param wanted which orders; all when left out. All of a source's lines of one level go the same way, so the way is looked for once.
 */
export function bySource(
  { memberOf, cvOf }: CvColumns,
  place: Uint32Array,
  wanted: (order: number) => boolean = () => true,
): OrdersBySource {
  // Remembered, because a place lies anywhere in memory; 0 for who is not wanted.
  const sources = new Uint32Array(memberOf.length);
  for (let order = 0; order < memberOf.length; order += 1) {
    if (wanted(order)) sources[order] = place[memberOf[order] ?? 0] ?? 0;
  }
  const rough = inNeighbourhoods(sources, cvOf, place.length);
  const start = new Uint32Array(place.length + 2);
  for (const source of rough.sources) start[source + 2] = (start[source + 2] ?? 0) + 1;
  for (let source = 1; source < start.length; source += 1) start[source] = (start[source] ?? 0) + (start[source - 1] ?? 0);
  const sorted = new BigInt64Array(rough.sources.length);
  for (let order = 0; order < sorted.length; order += 1) {
    const source = rough.sources[order] ?? 0;
    const at = start[source + 1] ?? 0;
    sorted[at] = rough.cvOf[order] ?? 0n;
    start[source + 1] = at + 1;
  }
  return { start, cvOf: sorted };
}

/** Sources whose numbers differ in no higher bits are neighbours: what is counted and written for them fits into the cache of a processor. */
const neighbourBits = 14;

/** Orders whose source is not 0, neighbourhood by neighbourhood, within each in their order. */
function inNeighbourhoods(
  sources: Uint32Array,
  cvOf: BigInt64Array,
  sourceCount: number,
): { readonly sources: Uint32Array; readonly cvOf: BigInt64Array } {
  const next = new Uint32Array((sourceCount >>> neighbourBits) + 2);
  for (const source of sources)
    if (source !== 0) next[(source >>> neighbourBits) + 1] = (next[(source >>> neighbourBits) + 1] ?? 0) + 1;
  for (let one = 1; one < next.length; one += 1) next[one] = (next[one] ?? 0) + (next[one - 1] ?? 0);
  const count = next.at(-1) ?? 0;
  const rough = { sources: new Uint32Array(count), cvOf: new BigInt64Array(count) };
  for (let order = 0; order < sources.length; order += 1) {
    const source = sources[order] ?? 0;
    if (source === 0) continue;
    const at = next[source >>> neighbourBits] ?? 0;
    rough.sources[at] = source;
    rough.cvOf[at] = cvOf[order] ?? 0n;
    next[source >>> neighbourBits] = at + 1;
  }
  return rough;
}

/**
 * Empty sums, and the way to add to them; only for orders whose sums fit. `BigInt.asIntN(64, …)` changes no number then: it tells the
 * compiler that a machine word is enough.
 * @param scaleDown what becomes of an amount; undefined where it stays as it is
 */
export function openGains(
  memberCount: number,
  { id, rounding }: { readonly id: string; readonly rounding: Rounding },
  scaleDown: ((amount: bigint) => bigint) | undefined,
): { readonly adderOf: (orders: OrdersBySource) => AddShares; readonly gains: (place: Uint32Array) => Gains } {
  const amounts = new BigInt64Array(memberCount + 1);
  const touched = new Uint8Array(memberCount + 1);
  let lines = 0;
  const adderOf =
    ({ cvOf }: OrdersBySource): AddShares =>
    (first, end, gainer, ratePpm) => {
      let sum = 0n;
      for (let order = first; order < end; order += 1) {
        const product = BigInt.asIntN(64, (cvOf[order] ?? 0n) * ratePpm);
        let amount = BigInt.asIntN(64, product / WHOLE);
        if (rounding !== 'down') {
          const twice = BigInt.asIntN(64, BigInt.asIntN(64, product % WHOLE) * 2n);
          if (twice > WHOLE || (twice === WHOLE && (rounding === 'halfUp' || amount % 2n === 1n))) amount += 1n;
        }
        if (scaleDown !== undefined) amount = scaleDown(amount);
        sum = BigInt.asIntN(64, sum + amount);
      }
      amounts[gainer] = BigInt.asIntN(64, (amounts[gainer] ?? 0n) + sum);
      touched[gainer] = 1;
      lines += end - first;
    };
  function gains(place: Uint32Array): Gains {
    const ofMembers = { amounts: new BigInt64Array(memberCount + 1), touched: new Uint8Array(memberCount + 1) };
    for (let memberId = 1; memberId <= memberCount; memberId += 1) {
      const at = place[memberId] ?? 0;
      ofMembers.amounts[memberId] = amounts[at] ?? 0n;
      ofMembers.touched[memberId] = touched[at] ?? 0;
    }
    return { bonusId: id, ...ofMembers, lines, total: sumOf(amounts) };
  }
  return { adderOf, gains };
}

function sumOf(amounts: BigInt64Array): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}
