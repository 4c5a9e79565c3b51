import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packInstantLevels } from '#kernel/instant-levels.ts';
import { giveMoney } from '#test/support/checkout-story.ts';
import { type Company, DOLLAR, openCompany, wallet } from './company.ts';

const PRICE = 100n * DOLLAR;
/** A tenth of the 80 that a purchase counts for goes to the first active upline. */
const SHARE = 8n * DOLLAR;
let company: Company;

beforeAll(async () => {
  company = await openCompany({ levels: packInstantLevels([100_000]) });
  await company.join(2, 1);
  await company.join(3, 2);
  await company.closePeriod(0);
  for (const person of [2, 3]) await giveMoney(company.chain, wallet(person).address);
  // Who has bought is active.
  for (const memberId of [2, 3]) await buy(memberId);
});
afterAll(async () => company?.stop());

/** Buys one piece from the wallet, as the cabinet does. */
async function buy(memberId: number): Promise<void> {
  const { chain, doors } = company;
  const { orderId } = await doors.orders.placeOrder(memberId, { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 1 }] });
  const { order, signature, checkout } = await doors.orders.quoteOrder(orderId);
  await chain.sendAs(wallet(memberId), 'token', 'approve', [checkout, PRICE]);
  await chain.sendAs(wallet(memberId), 'checkout', 'pay', [order, signature]);
  await company.caughtUp();
}
const balanceOf = (memberId: number): Promise<bigint> =>
  company.chain.read<bigint>('token', 'balanceOf', [wallet(memberId).address]);

describe('instant credit', () => {
  test('is what sales in the team have credited, and nothing to who has no team', async () => {
    expect(await company.doors.claims.creditOffer(2)).toMatchObject({
      memberId: 2,
      credited: SHARE.toString(),
      withdrawn: '0',
      available: SHARE.toString(),
      wallet: wallet(2).address.toLowerCase(),
      route: 'token',
    });
    expect((await company.doors.claims.creditOffer(3)).available).toBe('0');
    await expect(company.doors.claims.requestCredit(3)).rejects.toMatchObject({ code: 'CLAIM.NOTHING' });
    await expect(company.doors.claims.creditOffer(77)).rejects.toMatchObject({ code: 'GENEALOGY.UNKNOWN_MEMBER' });
  });

  test('comes to the wallet once, however often it is asked for', async () => {
    const before = await balanceOf(2);
    const asked = await Promise.all(Array.from({ length: 20 }, () => company.doors.claims.requestCredit(2)));
    expect(new Set(asked.map(({ operationId }) => operationId)).size).toBe(1);
    expect(asked[0]).toMatchObject({ kind: 'withdrawCredit', memberId: 2, error: null });
    await company.settle();
    expect(await balanceOf(2)).toBe(before + SHARE);
    const again = await company.doors.claims.requestCredit(2);
    expect(again).toMatchObject({ operationId: asked[0]?.operationId, status: 'mined' });
    await company.finalize();
    await company.settle();
    expect(await company.doors.claims.creditOffer(2)).toMatchObject({ available: '0', withdrawn: SHARE.toString() });
    await expect(company.doors.claims.requestCredit(2)).rejects.toMatchObject({ code: 'CLAIM.NOTHING' });
  });

  test('of a later sale is another withdrawal, and the mirror agrees with the chain', async () => {
    await buy(3);
    const before = await balanceOf(2);
    const { operationId } = await company.doors.claims.requestCredit(2);
    // Midnight passes before it is final, which makes no second withdrawal of it.
    const tomorrow = await company.another(undefined, { now: () => new Date(Date.now() + 86_400_000) });
    expect((await tomorrow.doors.claims.requestCredit(2)).operationId).toBe(operationId);
    await company.settle();
    expect(await balanceOf(2)).toBe(before + SHARE);
    expect(await company.differences()).toEqual([]);
  });

  test('waits for who is paid by bank', async () => {
    await buy(3);
    await company.chain.sendAs(wallet(2), 'genealogy', 'chooseRoute', [true]);
    await company.finalize();
    await expect(company.doors.claims.requestCredit(2)).rejects.toMatchObject({ code: 'CLAIM.BANK_ROUTE' });
    expect((await company.doors.claims.creditOffer(2)).available).toBe(SHARE.toString());
  });
});
