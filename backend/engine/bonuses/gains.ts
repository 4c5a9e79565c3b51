import { WHOLE_PPM, type Rounding } from '#kernel/rate.ts';
import { type Order } from '../ledger/orders.ts';

/** Orders as columns: what sums need, and nothing that would have to be looked up a million times. */
export interface OrderColumns {
  readonly memberOf: Uint32Array;
  /** 1 for a sale to a customer. */
  readonly fromCustomer: Uint8Array;
  /** CV = wholes × 1,000,000 + rests. Split, so that CV × rate needs no number beyond 2^53 and stays exact. */
  readonly wholes: Float64Array;
  readonly rests: Float64Array;
  /** Σ CV. */
  readonly cv: bigint;
}

/** What a bonus comes to for every member, line by line rounded as always, without the lines. */
export interface Gains {
  readonly bonusId: string;
  /** By member number. Whole numbers below 2^53. */
  readonly amounts: Float64Array;
  /** 1 for whoever has a line of nothing. */
  readonly idle: Uint8Array;
  lines: number;
  total: number;
}

/** Adds `ratePpm` of an order to what a member gains. */
export type AddShare = (order: number, memberId: number, ratePpm: number) => void;

const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** The columns of those orders that have any CV. @param cvOf all of it, or what stands of it */
export function columnsOf(orders: readonly Order[], cvOf: (order: Order) => bigint): OrderColumns {
  const memberOf = new Uint32Array(orders.length);
  const fromCustomer = new Uint8Array(orders.length);
  const wholes = new Float64Array(orders.length);
  const rests = new Float64Array(orders.length);
  let sum = 0n;
  let count = 0;
  for (const order of orders) {
    if (order.cv === 0n) continue;
    const cv = cvOf(order);
    const number = Number(cv);
    const whole = Math.floor(number / WHOLE_PPM);
    memberOf[count] = order.memberId;
    fromCustomer[count] = order.sale === 'customer' ? 1 : 0;
    wholes[count] = whole;
    rests[count] = number - whole * WHOLE_PPM;
    sum += cv;
    count += 1;
  }
  const used = <Column extends { subarray(from: number, to: number): Column }>(column: Column): Column =>
    column.subarray(0, count);
  return { memberOf: used(memberOf), fromCustomer: used(fromCustomer), wholes: used(wholes), rests: used(rests), cv: sum };
}

/** Whether no sum of these orders can leave the whole numbers that a double holds, if one order gives at most `mostPpm` in `mostLines`. */
export function sumsAreExact(orders: OrderColumns, mostPpm: number, mostLines: number): boolean {
  return (orders.cv * BigInt(mostPpm)) / BigInt(WHOLE_PPM) + BigInt(orders.memberOf.length * mostLines) < MOST_EXACT;
}

/** Empty sums, and the way to add to them. @param scaleDown what becomes of an amount; undefined where it stays as it is */
export function openGains(
  orders: OrderColumns,
  memberCount: number,
  { id, rounding }: { readonly id: string; readonly rounding: Rounding },
  scaleDown: ((amount: bigint) => bigint) | undefined,
): { readonly gains: Gains; readonly add: AddShare } {
  const amounts = new Float64Array(memberCount + 1);
  const idle = new Uint8Array(memberCount + 1);
  const gains: Gains = { bonusId: id, amounts, idle, lines: 0, total: 0 };
  const { wholes, rests } = orders;
  const add: AddShare = (order, memberId, ratePpm) => {
    const product = (rests[order] ?? 0) * ratePpm;
    const below = Math.floor(product / WHOLE_PPM);
    let amount = (wholes[order] ?? 0) * ratePpm + below;
    if (rounding !== 'down') {
      const twice = (product - below * WHOLE_PPM) * 2;
      if (twice > WHOLE_PPM || (twice === WHOLE_PPM && (rounding === 'halfUp' || amount % 2 === 1))) amount += 1;
    }
    if (scaleDown !== undefined) amount = Number(scaleDown(BigInt(amount)));
    amounts[memberId] = (amounts[memberId] ?? 0) + amount;
    if (amount === 0) idle[memberId] = 1;
    gains.lines += 1;
    gains.total += amount;
  };
  return { gains, add };
}
