import { describe, expect, it } from 'vitest';
import { OPEN, periodSpan } from './calendar.ts';
import { accountAt, privateKeyOf } from './keys.ts';
import { createRandom } from './random.ts';
import { DEFAULT_SEED, describeWorld, digestOf } from './world.ts';

const seeds = [DEFAULT_SEED, 1n, 2n, 77n, 2n ** 63n];

describe('the source of chance', () => {
  it('gives the published SplitMix64 sequence', () => {
    // First output for seed 1234567 is 6457827717110365317 (reference vector); its upper 32 bits scaled to 2^31.
    expect(createRandom(1234567n).below(2 ** 31)).toBe(Number((6457827717110365317n >> 32n) / 2n));
  });

  it('refuses a bound that is not a positive whole number', () => {
    expect(() => createRandom(1n).below(0)).toThrow(RangeError);
  });
});

describe('the demo world', () => {
  it('is the same for the same seed and another one for another seed', () => {
    expect(digestOf(describeWorld(5n))).toBe(digestOf(describeWorld(5n)));
    expect(digestOf(describeWorld(5n))).not.toBe(digestOf(describeWorld(6n)));
  });

  it.each(seeds)('has 60 partners in three branches to depth 6 (seed %s)', (seed) => {
    const { partners } = describeWorld(seed);
    expect(partners).toHaveLength(60);
    expect(new Set(partners.map((partner) => partner.name)).size).toBe(60);
    expect(partners.filter((partner) => partner.sponsorId === 1)).toHaveLength(3);
    expect(Math.max(...partners.map((partner) => partner.depth))).toBe(6);
    const sizes = [0, 1, 2].map((branch) => partners.filter((partner) => partner.branch === branch).length);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5);
    for (const [position, partner] of partners.entries()) {
      expect(partner.memberId).toBe(position + 2);
      expect(partner.sponsorId).toBeLessThan(partner.memberId);
      const sponsor = partners[partner.sponsorId - 2];
      expect(partner.depth).toBe((sponsor?.depth ?? 0) + 1);
      expect(sponsor?.joinsIn ?? 0).toBeLessThanOrEqual(partner.joinsIn);
    }
    const languages = new Set(partners.map((partner) => partner.language));
    expect([...languages].toSorted()).toEqual(['en', 'ru']);
    expect(partners.filter((partner) => partner.imported)).toHaveLength(4);
  });

  it.each(seeds)('sells in every month after the founding, within the stock (seed %s)', (seed) => {
    const { orders, partners, products } = describeWorld(seed);
    const left = new Map(products.map((product) => [product.sku, product.stock]));
    const joinsIn = new Map(partners.map((partner) => [partner.memberId, partner.joinsIn]));
    for (const period of [1, 2, 3, 4]) {
      expect(orders.filter((order) => order.period === period).length).toBeGreaterThan(10);
    }
    for (const order of orders) {
      const span = periodSpan(order.period);
      expect(order.at).toBeGreaterThan(span.from);
      expect(order.at).toBeLessThan(span.until);
      expect(joinsIn.get(order.memberId)).toBeLessThanOrEqual(order.period);
      expect(order.kind === 'customer').toBe(order.customerName !== undefined);
      if (!order.paid) expect(order.period).toBe(OPEN);
      for (const line of order.lines) left.set(line.sku, (left.get(line.sku) ?? 0) - line.quantity);
    }
    expect(Math.min(...left.values())).toBeGreaterThan(0);
  });

  it.each(seeds)('refunds once within the period of the sale and twice after it (seed %s)', (seed) => {
    const { orders, refunds } = describeWorld(seed);
    const late = refunds.map((refund) => {
      const order = orders.find((candidate) => candidate.key === refund.orderKey);
      if (!order) throw new Error(`${refund.orderKey} is not an order`);
      expect(refund.at).toBeGreaterThan(order.at);
      return refund.at >= periodSpan(order.period).until;
    });
    expect(late).toEqual([false, true, true]);
    expect(new Set(refunds.map((refund) => refund.orderKey)).size).toBe(3);
  });

  it('gives every person of the cast a key of their own and something to try in both languages', () => {
    const { cast, unclaimed } = describeWorld();
    const wallets = cast.map((person) => accountAt(person.keyPath).address);
    expect(new Set(wallets).size).toBe(cast.length);
    for (const person of cast) {
      expect(person.whatToTry.ru).toMatch(/[а-яё]/iu);
      expect(person.whatToTry.en).toMatch(/^[\x20-\x7e]+$/u);
    }
    const receiver = cast.find((person) => person.key === 'receiver');
    expect(unclaimed.has(receiver?.memberId ?? 0)).toBe(true);
  });

  it('derives the keys that every local chain knows', () => {
    const first = accountAt("m/44'/60'/0'/0/0");
    expect(first.address).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
    expect(privateKeyOf(first)).toBe('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
  });
});
