import { WHOLE_PPM, type Rounding } from '#kernel/rate.ts';
import { type Order } from '../ledger/orders.ts';

/** Orders as columns: what sums need, and nothing that would have to be looked up a million times. */
export interface OrderColumns {
  readonly memberOf: Uint32Array;
  /** 1 for a sale to a customer. */
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

/** Adds `ratePpm` of an order to what a member gains. */
export type AddShare = (order: number, memberId: number, ratePpm: bigint) => void;

/** Most that a sum of 64 bits with a sign holds. */
export const MOST_SUMMED = 2n ** 63n - 1n;

const WHOLE = BigInt(WHOLE_PPM);

/** The columns of those orders that have any CV. @param cvOf all of it, or what stands of it; never negative */
export function columnsOf(orders: readonly Order[], cvOf: (order: Order) => bigint): OrderColumns {
  const memberOf = new Uint32Array(orders.length);
  const fromCustomer = new Uint8Array(orders.length);
  const column = new BigInt64Array(orders.length);
  let sum = 0n;
  let largest = 0n;
  let count = 0;
  for (const order of orders) {
    if (order.cv === 0n) continue;
    const cv = cvOf(order);
    memberOf[count] = order.memberId;
    fromCustomer[count] = order.sale === 'customer' ? 1 : 0;
    column[count] = cv;
    sum += cv;
    if (cv > largest) largest = cv;
    count += 1;
  }
  return {
    memberOf: memberOf.subarray(0, count),
    fromCustomer: fromCustomer.subarray(0, count),
    cvOf: column.subarray(0, count),
    cv: sum,
    largest,
  };
}

/**
 * Whether 64 bits hold every product and every sum of these orders. Decision 0015.
 * @param mostPpm highest rate of each line that an order can have
 */
export function sumsFit(
  { cv, largest, memberOf }: Pick<OrderColumns, 'cv' | 'largest' | 'memberOf'>,
  mostPpm: readonly number[],
): boolean {
  const highest = BigInt(Math.max(0, ...mostPpm));
  const together = BigInt(mostPpm.reduce((sum, ppm) => sum + ppm, 0));
  // Each line may be rounded up by less than one unit.
  const roundedUp = BigInt(memberOf.length) * BigInt(mostPpm.length);
  return largest * highest <= MOST_SUMMED && (cv * together) / WHOLE + roundedUp <= MOST_SUMMED;
}

/**
 * Empty sums, and the way to add to them; only for orders whose sums fit. `BigInt.asIntN(64, …)` changes no number then: it tells the
 * compiler that a machine word is enough.
 * @param scaleDown what becomes of an amount; undefined where it stays as it is
 */
export function openGains(
  { cvOf }: OrderColumns,
  memberCount: number,
  { id, rounding }: { readonly id: string; readonly rounding: Rounding },
  scaleDown: ((amount: bigint) => bigint) | undefined,
): { readonly add: AddShare; readonly gains: () => Gains } {
  const amounts = new BigInt64Array(memberCount + 1);
  const touched = new Uint8Array(memberCount + 1);
  let lines = 0;
  const add: AddShare = (order, memberId, ratePpm) => {
    const product = BigInt.asIntN(64, (cvOf[order] ?? 0n) * ratePpm);
    let amount = BigInt.asIntN(64, product / WHOLE);
    if (rounding !== 'down') {
      const twice = BigInt.asIntN(64, BigInt.asIntN(64, product % WHOLE) * 2n);
      if (twice > WHOLE || (twice === WHOLE && (rounding === 'halfUp' || amount % 2n === 1n))) amount += 1n;
    }
    if (scaleDown !== undefined) amount = scaleDown(amount);
    amounts[memberId] = BigInt.asIntN(64, (amounts[memberId] ?? 0n) + amount);
    touched[memberId] = 1;
    lines += 1;
  };
  return { add, gains: () => ({ bonusId: id, amounts, touched, lines, total: sumOf(amounts) }) };
}

function sumOf(amounts: BigInt64Array): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}
