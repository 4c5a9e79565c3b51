import { describe, expect, it } from 'vitest';
import type { Earnings } from '#api/earnings.ts';
import type { MemberCard } from '#api/genealogy.ts';
import type { Order } from '#api/orders.ts';
import { nextItems } from './next.ts';

const asOf = { block: 1, time: '2026-11-26T12:00:00Z' };
const earnings: Earnings = {
  memberId: 7,
  summary: { preliminary: '0', inReview: '0', claimable: '0', received: '0' },
  periods: [],
  asOf,
};
const member: MemberCard = {
  memberId: 7,
  name: 'Anna',
  wallet: null,
  sponsorId: 1,
  sponsorName: null,
  depth: 1,
  joinedAt: asOf.time,
  frontlineCount: 3,
  downlineCount: 9,
  ppv: '0',
  gv: '0',
  active: true,
  period: 2,
  asOf,
};
const order = (status: Order['status'], orderRef: string) => ({ status, orderRef, orderId: `id-${orderRef}` }) as Order;
const kinds = (facts: Parameters<typeof nextItems>[0]) => nextItems(facts).map((item) => item.kind);

describe('what next', () => {
  it('says nothing when there is nothing to say', () => {
    expect(kinds({ earnings, member, orders: [order('final', '1')] })).toEqual([]);
  });

  it('starts a newcomer with an order and an invitation', () => {
    expect(kinds({ earnings, member: { ...member, active: false, frontlineCount: 0 }, orders: [] })).toEqual([
      'firstOrder',
      'invite',
    ]);
  });

  it('puts money first and keeps to five', () => {
    const rich = { ...earnings, summary: { ...earnings.summary, claimable: '5', inReview: '6' } };
    const waiting = ['1', '2', '3', '4', '5', '6'].map((ref) => order('placed', ref));
    expect(kinds({ earnings: rich, member: { ...member, active: false }, orders: waiting })).toEqual([
      'claim',
      'unpaid',
      'unpaid',
      'unpaid',
      'unpaid',
    ]);
  });
});
