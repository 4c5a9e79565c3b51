import { type Order, type Refund } from '../ledger/orders.ts';

/**
 * Personal volume of every member: own purchases and customer sales of the period less refunds of the period, not below zero.
 * Index is the member number; hundredths of a point. Refunds of earlier orders count in the period in which they are recorded.
 */
export function personalVolumes(memberCount: number, orders: readonly Order[], refunds: readonly Refund[]): BigUint64Array {
  // PV of an entry has 32 bits (MAX_PV) and no array has 2^31 places, so no sum leaves 64 bits.
  const balance = new BigInt64Array(memberCount + 1);
  for (const { memberId, pv } of orders) balance[memberId] = (balance[memberId] ?? 0n) + pv;
  for (const { order, pv } of refunds) balance[order.memberId] = (balance[order.memberId] ?? 0n) - pv;
  const volumes = new BigUint64Array(memberCount + 1);
  for (let memberId = 1; memberId <= memberCount; memberId += 1) {
    const pv = balance[memberId] ?? 0n;
    if (pv > 0n) volumes[memberId] = pv;
  }
  return volumes;
}
