import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from 'viem';
import { buildPayoutTree, canonicalPlan, type CarryState, parsePlan, payoutLeaves, type Plan } from '#engine/index.ts';
import { referenceHistory, type ReferenceMonth } from '#engine/reference/index.ts';
import { binaryBonus } from '#engine/testing/bonuses.ts';
import { audit } from '#scripts/audit/audit.ts';
import { explainMember } from '#scripts/audit/explain-member.ts';
import { type Company, DOLLAR, openCompany, plan as levels } from './company.ts';
import { told } from './trials.ts';

/** Ten per cent of the weaker leg, half of that for who has not an active recruit on each side, and a level bonus up the places. */
const plan: Plan = parsePlan({
  ...levels,
  bonuses: [
    { ...binaryBonus, name: { en: 'Weaker leg', ru: 'Слабая ветка' } },
    { ...levels.bonuses[0], id: 'places', tree: 'placement', levels: [{ ratePpm: 30_000 }, { ratePpm: 20_000 }] },
  ],
});

/** Sponsor, parent and leg of members 2 to 7, and of 8 and 9, who come in the second period. Member 5 spilled over to 4. */
const founders = [
  [1, 1, 0],
  [2, 2, 0],
  [2, 2, 1],
  [2, 4, 0],
  [3, 3, 1],
  [1, 1, 1],
] as const;
const late = [
  [3, 3, 0],
  [4, 4, 1],
] as const;
const everybody = [...founders, ...late];
const placement = {
  parentOf: Uint32Array.from([0, 0, ...everybody.map(([, parent]) => parent)]),
  legOf: Uint8Array.from([0, 0, ...everybody.map(([, , leg]) => leg)]),
};
const sponsorOf = Uint32Array.from([0, 0, ...everybody.map(([sponsor]) => sponsor)]);

let company: Company;
let reference: ReferenceMonth[];
/** Order of member 6, which comes back in period 2. */
let returned: string;

beforeAll(async () => {
  company = await openCompany({ plan, placementWidth: 2 });
  await enter(2, founders);
  await company.closePeriod(0);
  for (const [memberId, quantity] of [
    [2, 1],
    [3, 2],
    [4, 1],
    [5, 3],
    [7, 2],
  ] as const)
    await company.order(memberId, 'own', quantity);
  returned = (await company.order(6, 'customer', 4)).orderId;
  await company.record();
  await company.closePeriod(1);
  await company.publish(1);

  await enter(8, late);
  await company.doors.orders.refundOrder(returned, 'came back', company.administrator);
  for (const memberId of [2, 3, 4, 8, 9]) await company.order(memberId, 'own', memberId === 9 ? 5 : 1);
  await company.record();
  await company.closePeriod(2);
  await company.publish(2);
  reference = await calculateApart();
});
afterAll(async () => company?.stop());

/** Members without wallets, with their places, as an existing network is brought in. */
async function enter(first: number, members: readonly (readonly [number, number, number])[]): Promise<void> {
  const packed = members.map(([sponsor, parent, leg]) => Buffer.from([0, 0, 0, sponsor, 0, 0, 0, parent, leg]));
  await company.chain.send('importer', 'genealogy', 'registerBatch', [first, toHex(Buffer.concat(packed))]);
  await company.finalize();
}

/** The other engine, on the places as this test gave them and not as anybody read them back. */
async function calculateApart(): Promise<ReferenceMonth[]> {
  const periods = [];
  for (const period of [1, 2]) {
    const facts = await company.services.mirror.periodFacts(period, 'finalized');
    if (facts?.closed === undefined) throw new Error(`period ${period} is not closed`);
    periods.push({ ...facts, planVersion: 1, budget: facts.closed.budget });
  }
  return referenceHistory({ sponsorOf, placement, periods }, new Map([[1, plan]]));
}

/** The root of what a month of the other engine leaves. */
function rootOf({ cumulative, debt }: ReferenceMonth): string {
  const memberCount = everybody.length + 1;
  const column = (amounts: ReadonlyMap<number, bigint>) =>
    BigUint64Array.from({ length: memberCount + 1 }, (_, memberId) => amounts.get(memberId) ?? 0n);
  const carry: CarryState = { memberCount, cumulative: column(cumulative), debt: column(debt), total: 0n };
  const { chainId, contracts } = company.chain.deployment;
  return buildPayoutTree({ chainId, vault: contracts.payoutVault, token: contracts.token }, payoutLeaves(carry)).root;
}

describe('a plan on the placement tree of the chain', () => {
  test('pays by the legs that the chain has: by hand', () => {
    // Under 2: on the left 3 (160) and 6 (320), on the right 4 (80) and 5 (240). Under 3 stands 6 alone.
    const ofLegs = reference[0]?.lines.filter(({ bonusId }) => bonusId === 'legs');
    expect(ofLegs?.map(({ memberId, amount }) => [memberId, amount])).toEqual([[2, 32n * DOLLAR]]);
    // In period 2 the 320 of 6 come back: only 160 were matched, so 16 go back, and not 160 are left on the left but as much on the right.
    // With 160 of 3 and 8, and 480 of 4 and 9, that makes 160 and 640.
    const second = reference[1]?.lines.filter(({ bonusId, memberId }) => bonusId === 'legs' && memberId === 2);
    expect(second?.map(({ amount }) => amount)).toEqual([16n * DOLLAR, -16n * DOLLAR]);
  });

  test('has the roots of the other engine in the vault, period by period', async () => {
    const proposals = await company.services.mirror.proposals();
    const accepted = proposals.filter(({ decision }) => decision?.decision === 'accepted').toReversed();
    expect(accepted.map(({ period }) => period)).toEqual([1, 2]);
    expect(accepted.map(({ root }) => root)).toEqual(reference.map(rootOf));
    expect(new Set(accepted.map(({ root }) => root)).size).toBe(2);
  });

  test('is confirmed by the audit, which reads the places from the events', async () => {
    const { deployment, anvil } = company.chain;
    const report = await audit({ rpc: anvil.url, deployment });
    expect(report.checks.flatMap(({ faults }) => faults)).toEqual([]);
    const roots = report.checks.find(({ id }) => id === 'roots');
    expect(roots).toMatchObject({ state: 'proved', parameters: { calculated: '2', compared: '2' } });
    const { lines, net } = await explainMember(anvil.url, deployment, 2, 1);
    expect(lines.map(({ bonusId, level }) => [bonusId, level])).toContainEqual(['legs', 0]);
    expect(net).toBe(sumOf(reference[0], 2));
  });

  test('is explained to the member line by line', async () => {
    for (const [index, month] of reference.entries()) {
      for (let memberId = 2; memberId <= 7; memberId += 1) {
        const { lines, total } = await company.doors.earnings.earningLines(memberId, index + 1, null);
        expect(BigInt(total)).toBe(sumOf(month, memberId));
        expect(lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(BigInt(total));
      }
    }
  });

  test('is estimated for the open period, and what is carried comes in', async () => {
    await company.order(5);
    await company.order(2);
    await company.record();
    const open = await company.services.modules.commissions.openOutcome();
    expect(open?.input.placement?.parentOf).toEqual(placement.parentOf);
    expect(open?.result.totalsByBonus['legs']).toBe(0n);
    expect(open?.result.carryOut.columns?.values.get('binary.legs.right.0')?.[2]).toBe(
      (open?.input.carryIn.columns?.values.get('binary.legs.right.0')?.[2] ?? 0n) + 80n * DOLLAR,
    );
  });

  test('can be tried as a draft on the closed periods', async () => {
    const more = {
      ...plan,
      bonuses: plan.bonuses.map((bonus) => (bonus.kind === 'binary' ? { ...bonus, ratePpm: 200_000 } : bonus)),
    };
    const trial = company.services.modules.commissions.backtest(canonicalPlan(more), { accountId: 'administrator' });
    const { draft, current } = (await told(trial)).report;
    expect(current?.periods.map(({ bonuses }) => BigInt(bonuses['legs'] ?? '0'))).toEqual(
      reference.map(({ lines }) => lines.reduce((sum, line) => sum + (line.bonusId === 'legs' ? line.amount : 0n), 0n)),
    );
    expect(BigInt(draft.totals.earned)).toBeGreaterThan(BigInt(current?.totals.earned ?? 0));
  });

  test('the mirror agrees with the contracts, and a place that was changed in it is found', async () => {
    const { database } = company.database;
    expect(await company.differences()).toEqual([]);
    await database.pool.query('UPDATE mirror.members SET leg = 1 WHERE member_id = 5');
    expect(await company.differences()).not.toEqual([]);
    await database.pool.query('UPDATE mirror.members SET leg = 0 WHERE member_id = 5');
  });
});

function sumOf(month: ReferenceMonth | undefined, memberId: number): bigint {
  return (month?.lines ?? []).reduce((sum, line) => sum + (line.memberId === memberId ? line.amount : 0n), 0n);
}
