import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import type { Order, OrderQuote } from '#api/orders.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { checkoutDomain, orderTypes } from '#chain/generated/typed-data.ts';
import { orderWords } from '../../chain/checkout.ts';
import { judgeQuote } from './check-quote.ts';

const company = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const buyer = privateKeyToAccount(`0x${'22'.repeat(32)}`).address;
const checkout = `0x${'33'.repeat(20)}` as const;
const token = `0x${'44'.repeat(20)}` as const;
const deployment = { chainId: 31_337, contracts: { checkout }, token: { address: token } } as DeploymentInfo;
const chain = { quoter: company.address, token, now: 1000, balance: 120_000_000n };
const order = { orderRef: '17', memberId: 5, total: '120000000', pv: '4000000', cv: '96000000', kind: 'own' } as Order;

async function quote(changes: Partial<OrderQuote['order']> = {}): Promise<OrderQuote> {
  const unsigned: OrderQuote = {
    orderId: '00000000-0000-4000-8000-000000000000',
    checkout,
    quoter: company.address,
    signature: '0x',
    order: {
      orderRef: '17',
      memberId: 5,
      kind: 1,
      customer: 0,
      saleNumber: 3,
      buyer,
      amount: '120000000',
      pv: '4000000',
      cv: '96000000',
      deadline: 1001,
      ...changes,
    },
  };
  const signature = await company.signTypedData({
    domain: checkoutDomain(31_337, checkout),
    types: orderTypes,
    primaryType: 'Order',
    message: orderWords(unsigned),
  });
  return { ...unsigned, signature };
}

const judge = (asked: OrderQuote, wanted: Order = order, read = chain) => judgeQuote(asked, wanted, buyer, read, deployment);

describe('W04 a quote before it is signed', () => {
  it('fits when order, company, wallet, time and money do', async () => {
    expect(await judge(await quote())).toBeNull();
  });

  it.each([
    ['another order', { orderRef: '18' }],
    ['another buyer number', { memberId: 6 }],
    ['a higher price', { amount: '120000001' }],
    ['less volume', { pv: '3999999' }],
    ['less commissionable volume', { cv: '95999999' }],
    ['a sale to somebody else', { kind: 2 }],
  ] as const)('%s is told as the wrong order', async (_, changes) => {
    expect(await judge(await quote(changes))).toBe('order');
  });

  it('volume that the contract cannot hold is told as the wrong order, also when the screen says the same', async () => {
    const good = await quote();
    const pv = String(2n ** 32n);
    expect(await judge({ ...good, order: { ...good.order, pv } }, { ...order, pv })).toBe('order');
  });

  it('names the first of what does not fit', async () => {
    const good = await quote();
    expect(await judge({ ...good, checkout: token })).toBe('contract');
    expect(await judge(good, order, { ...chain, quoter: buyer })).toBe('signature');
    expect(await judge({ ...good, signature: '0x1234' })).toBe('signature');
    expect(await judge(await quote({ buyer: checkout }))).toBe('buyer');
    expect(await judge(await quote({ deadline: 1000 }))).toBe('expired');
    expect(await judge(good, order, { ...chain, balance: 119_999_999n })).toBe('poor');
  });
});
