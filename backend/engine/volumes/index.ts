import { type Orders } from '../ledger/order.ts';
import { orderColumns } from '../ledger/order-columns.ts';
import { type Refund } from '../ledger/orders.ts';

/**
 * Personal volume of every member: own purchases and customer sales of the period less refunds of the period, not below zero.
 * Index is the member number; hundredths of a point. Refunds of earlier orders count in the period in which they are recorded.
 */
export function personalVolumes(memberCount: number, orders: Orders, refunds: readonly Refund[]): BigUint64Array {
  const { members, pv: points } = orderColumns(orders);
  const balance = sumsByMember(memberCount, members, points);
  for (const { order, pv } of refunds) balance[order.memberId] = (balance[order.memberId] ?? 0n) - pv;
  const volumes = new BigUint64Array(memberCount + 1);
  for (let memberId = 1; memberId <= memberCount; memberId += 1) {
    const pv = balance[memberId] ?? 0n;
    if (pv > 0n) volumes[memberId] = pv;
  }
  return volumes;
}

/** CV of own purchases and customer sales that is not refunded, by member number. */
export function standingVolumes(memberCount: number, orders: Orders): BigInt64Array {
  const { members, standing } = orderColumns(orders);
  return sumsByMember(memberCount, members, standing);
}

/**
 * PV of an entry has 32 bits (MAX_PV), CV 40 (MAX_CV), and a period has less than 2^23 entries of as much as that; so no sum leaves 64 bits, and
 * `BigInt.asIntN` changes no number: it tells the compiler that a machine word is enough.
 */
function sumsByMember(memberCount: number, members: Uint32Array, volumes: BigUint64Array): BigInt64Array {
  const sums = new BigInt64Array(memberCount + 1);
  for (let place = 0; place < members.length; place += 1) {
    const member = members[place] ?? 0;
    sums[member] = BigInt.asIntN(64, (sums[member] ?? 0n) + (volumes[place] ?? 0n));
  }
  return sums;
}
