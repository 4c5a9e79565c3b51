import { describe, expect, test } from 'vitest';
import { checkLines, customerName, refundKind, saleKind, statusOf, sumLines } from './rules.ts';

const line = (cv: bigint, pv: bigint, quantity = 1) => ({ sku: 'A', name: { en: 'A', ru: 'А' }, quantity, price: cv, pv, cv });

describe('sums of an order', () => {
  test('are exact beyond floating point', () => {
    const price = 2n ** 53n + 1n;
    expect(sumLines([{ ...line(1n, 1n, 3), price }]).total).toBe(3n * price);
  });

  test('fit in one entry of the ledger to the unit', () => {
    expect(sumLines([line(2n ** 40n - 1n, 2n ** 32n - 1n)])).toMatchObject({ cv: 2n ** 40n - 1n, pv: 2n ** 32n - 1n });
    const tooLarge = expect.objectContaining({ code: 'ORDERS.TOO_LARGE' });
    expect(() => sumLines([line(2n ** 40n, 0n)])).toThrow(tooLarge);
    expect(() => sumLines([line(2n ** 39n, 0n, 2)])).toThrow(tooLarge);
    expect(() => sumLines([line(0n, 2n ** 32n)])).toThrow(tooLarge);
  });
});

test.each([0, -1, 1.5, 1000, Number.NaN, Number.POSITIVE_INFINITY])('a quantity of %s is refused', (quantity) => {
  expect(() => checkLines([{ sku: 'A', quantity }])).toThrow(expect.objectContaining({ code: 'ORDERS.BAD_QUANTITY' }));
});

test('a customer is known by one spelling, and an own order has none', () => {
  expect(customerName('customer', '  Mrs   Everett ')).toBe('Mrs Everett');
  expect(customerName('own', 'Mrs Everett')).toBeNull();
  expect(() => customerName('customer', undefined)).toThrow(expect.objectContaining({ code: 'ORDERS.CUSTOMER_MISSING' }));
});

test('a refund is of the kind of its sale', () => {
  expect([saleKind('own'), refundKind('own')]).toEqual(['ownPurchase', 'ownRefund']);
  expect([saleKind('customer'), refundKind('customer')]).toEqual(['customerSale', 'customerRefund']);
});

test('what an order is follows from the office and the chain', () => {
  const facts = { paid: true, refunded: false, recorded: true, final: true };
  expect(statusOf(facts)).toBe('final');
  expect(statusOf({ ...facts, final: false })).toBe('recorded');
  expect(statusOf({ ...facts, recorded: false, final: false })).toBe('paid');
  expect(statusOf({ paid: false, refunded: false, recorded: false, final: false })).toBe('placed');
  expect(statusOf({ ...facts, refunded: true })).toBe('refunded');
});
