import { expect, it } from 'vitest';
import { calculatePeriod, replayOutcomes, type VolumeEntry } from '../index.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';
import { readOrders } from './orders.ts';

const place = { period: 1, firstEntry: 0, memberCount: 3 };
const read = (...entries: VolumeEntry[]) => readOrders(entries, place, new Map());
const reasons = (...entries: VolumeEntry[]) => read(...entries).anomalies.map(({ entry, reason }) => [entry, reason]);

it('takes back an order in parts up to its last unit, and not one unit more of CV or of PV', () => {
  const order = purchase(3, 1, 1_000, 500);
  expect(reasons(order, refund(3, 1, 1_000, 500))).toEqual([]);
  expect(reasons(order, refund(3, 1, 999, 499), refund(3, 1, 1, 1))).toEqual([]);
  expect(reasons(order, refund(3, 1, 1_001, 500))).toEqual([[1, 'refundTooLarge']]);
  expect(reasons(order, refund(3, 1, 1_000, 501))).toEqual([[1, 'refundTooLarge']]);
  expect(reasons(order, refund(3, 1, 999, 499), refund(3, 1, 2, 1))).toEqual([[2, 'refundTooLarge']]);
  expect(reasons(order, refund(3, 1, 999, 499), refund(3, 1, 1, 2))).toEqual([[2, 'refundTooLarge']]);
});

it('leaves the order as it was when a refund is too large, and takes the next one that fits', () => {
  const { orders, refunds } = read(purchase(3, 1, 1_000, 500), refund(3, 1, 1_001), refund(3, 1, 400, 200));
  expect(refunds.map(({ entry, cv }) => [entry, cv])).toEqual([[2, 400n]]);
  expect([...orders].map(({ refundedCv, refundedPv }) => [refundedCv, refundedPv])).toEqual([[400n, 200n]]);
});

it('counts a refund that is too large of what an earlier period has taken back already', () => {
  const plans = new Map([[1, planOf({ active: '0' })]]);
  const months = [
    { entries: [purchase(3, 1, 1_000_000)] },
    { entries: [refund(3, 1, 600_000)] },
    { entries: [refund(3, 1, 400_001)] },
  ];
  const [, second, third] = replayOutcomes(chainOf([0, 1, 2], months, plans), plans);
  expect(second?.result.anomalies).toEqual([]);
  expect(third?.result.anomalies).toEqual([{ entry: 2, orderRef: 1, memberId: 3, reason: 'refundTooLarge' }]);
  // It pays nothing back, and counts in the net CV as the contract has counted it.
  expect([[...(third?.result.earnings ?? [])], third?.result.netCv]).toEqual([[], -400_001n]);
  if (third !== undefined) expect(calculatePeriod(third.input).anomalies).toHaveLength(1);
});
