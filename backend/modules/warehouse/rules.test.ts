import { expect, test } from 'vitest';
import { gatherGoods, refuseShortage } from './rules.ts';

test('one product on two lines is one quantity', () => {
  expect(
    gatherGoods([
      { sku: 'B', quantity: 1 },
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 3 },
    ]),
  ).toEqual([
    { sku: 'A', quantity: 2 },
    { sku: 'B', quantity: 4 },
  ]);
});

test('what is promised to others cannot be promised again', () => {
  const levels = new Map([['A', { sku: 'A', onHand: 5, reserved: 3, quarantine: 9 }]]);
  expect(() => refuseShortage([{ sku: 'A', quantity: 2 }], levels)).not.toThrow();
  expect(() => refuseShortage([{ sku: 'A', quantity: 3 }], levels)).toThrow(
    expect.objectContaining({ code: 'WAREHOUSE.OUT_OF_STOCK', parameters: { sku: 'A', available: 2, wanted: 3 } }),
  );
  expect(() => refuseShortage([{ sku: 'Z', quantity: 1 }], levels)).toThrow(
    expect.objectContaining({ code: 'WAREHOUSE.OUT_OF_STOCK' }),
  );
});
