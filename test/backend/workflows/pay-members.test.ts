import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAccount } from '#test/support/deployment.ts';
import { type Company, openCompany, wallet } from './company.ts';

let company: Company;

beforeAll(async () => {
  company = await openCompany();
  for (const [person, sponsor] of [
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ] as const)
    await company.join(person, sponsor);
  await company.closePeriod(0);
  for (const memberId of [2, 3, 4, 5]) await company.order(memberId);
  await company.record();
  await company.closePeriod(1);
});
afterAll(async () => company?.stop());

const balanceOf = (memberId: number): Promise<bigint> =>
  company.chain.read<bigint>('token', 'balanceOf', [wallet(memberId).address]);
const pay = () => company.services.workflows.payMembers.payMembers(1);

test('nobody is paid before the payouts are in force', async () => {
  await expect(pay()).rejects.toMatchObject({ code: 'SETTLEMENT.NOT_IN_FORCE' });
});

test('everybody who waits is paid once, whoever asks and however often; the bank route is left to the bank', async () => {
  await company.publish(1);
  await company.chain.anvil.request('anvil_setBalance', wallet(3).address, '0xde0b6b3a7640000');
  await company.chain.sendAs(wallet(3), 'genealogy', 'chooseRoute', [true]);
  await company.caughtUp();
  const owed = new Map(
    await Promise.all(
      [2, 3, 4].map(async (memberId) => [memberId, BigInt((await company.doors.claims.claimOffer(memberId)).claimable)] as const),
    ),
  );
  const rounds = await Promise.all([pay(), pay(), pay()]);
  expect(new Set(rounds.flatMap((round) => round.operations)).size).toBe(1);
  await company.settle();
  expect(await Promise.all([2, 3, 4].map(balanceOf))).toEqual([owed.get(2), 0n, owed.get(4)]);
  const { members } = await pay();
  expect(members).toBe(0);
  await expect(company.doors.claims.requestClaim(3, { root: `0x${'1'.repeat(64)}`, cumulative: '1' })).rejects.toMatchObject({
    code: 'CLAIM.STALE_ROOT',
  });
});

test('who chooses the token later is paid by the next round, and the fee is far below the cap of a transaction', async () => {
  await company.chain.sendAs(wallet(3), 'genealogy', 'chooseRoute', [false]);
  await company.caughtUp();
  const offer = await company.doors.claims.claimOffer(3);
  const { members, amount } = await pay();
  expect([members, amount]).toEqual([1, offer.claimable]);
  await company.settle();
  expect(await balanceOf(3)).toBe(BigInt(offer.claimable));
  const { rows } = await company.database.database.pool.query<{ gas_used: bigint }>(
    `SELECT gas_used FROM office.chain_operations WHERE kind = 'payMembers' AND sender = $1`,
    [testAccount('relayer').address.toLowerCase()],
  );
  expect(rows).toHaveLength(2);
  for (const { gas_used: gas } of rows) expect(gas).toBeLessThan(1_000_000n);
});
