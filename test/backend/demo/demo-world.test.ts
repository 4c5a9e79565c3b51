import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demoPerson } from '#api/demo.ts';
import { buildDemoWorld, type DemoWorldResult } from '#scripts/demo/build.ts';
import { describeWorld } from '#scripts/demo/world.ts';
import { type EmptyCompany, startEmptyCompany } from './company.ts';

const BUILD_MS = 240_000;
const world = describeWorld();
let company: EmptyCompany;
let built: DemoWorldResult;

beforeAll(async () => {
  company = await startEmptyCompany();
  built = await buildDemoWorld(company.stage);
}, BUILD_MS);

afterAll(async () => {
  await company?.stop();
});

/** Roots of the runs by period, the ready one included. */
async function rootsOf({ stage }: EmptyCompany): Promise<string[]> {
  const roots: string[] = [];
  for (const period of [1, 2, 3]) roots.push((await stage.doors.settlement.runPeriod(period)).root);
  return roots;
}

describe('the built demo world', () => {
  it('has a claimed, a reviewed, a ready and an open period', async () => {
    const periods = new Map((await company.stage.doors.settlement.listPeriods()).map((summary) => [summary.period, summary]));
    expect([...periods.keys()].toSorted((left, right) => left - right)).toEqual([0, 1, 2, 3, 4]);
    expect(periods.get(1)?.status).toBe('accepted');
    expect(periods.get(1)?.claims?.members).toBeGreaterThan(10);
    expect(BigInt(periods.get(1)?.claims?.received ?? 0)).toBeGreaterThan(0n);
    expect(periods.get(2)?.status).toBe('inReview');
    expect(periods.get(3)?.proposal).toBeNull();
    expect(['closed', 'calculated']).toContain(periods.get(3)?.status);
    expect(periods.get(4)?.status).toBe('open');
    expect(periods.get(2)?.planVersion).toBe(1);
    expect(periods.get(3)?.planVersion).toBe(2);
  });

  it('is in the second day of the review window, at the present', async () => {
    const review = await company.services.mirror.pendingRoot();
    const now = await company.stage.desk.latestTime();
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(120_000);
    const left = (review?.reviewEndsAt.getTime() ?? 0) - now.getTime();
    expect(left).toBeGreaterThan(1.9 * 86_400_000);
    expect(left).toBeLessThan(2.1 * 86_400_000);
  });

  it('holds every partner under the sponsor of the story, four without a wallet', async () => {
    const members = await company.services.mirror.membersByIds(world.partners.map((partner) => partner.memberId));
    for (const partner of world.partners) {
      const member = members.get(partner.memberId);
      expect(member?.sponsorId).toBe(partner.sponsorId);
      expect(member?.depth).toBe(partner.depth);
      expect(member?.wallet === null).toBe(partner.imported);
    }
    const names = await company.services.modules.identity.namesOf(world.partners.map((partner) => partner.memberId));
    for (const partner of world.partners) expect(names.get(partner.memberId)).toBe(partner.name);
  });

  it('owes each partner the sum of their lines, and reverses the lines of what was refunded', async () => {
    const { commissions } = company.services.modules;
    let reversals = 0;
    for (const period of [1, 2, 3]) {
      await company.stage.doors.settlement.runPeriod(period);
      for (const earning of await commissions.storedEarnings(period)) {
        const { lines, total } = await commissions.earningLines(earning.memberId, period, null);
        expect(lines.reduce((sum, line) => sum + BigInt(line.amount), 0n)).toBe(earning.net);
        expect(BigInt(total)).toBe(earning.net);
        const reversed = lines.filter((line) => line.reversalOf !== null);
        for (const line of reversed) expect(BigInt(line.amount)).toBeLessThan(0n);
        reversals += reversed.length;
      }
    }
    expect(reversals).toBeGreaterThanOrEqual(3);
  });

  it('leaves something to receive for the one who came for it, and nothing for the leader', async () => {
    const claimable = async (key: string): Promise<bigint> => {
      const memberId = built.people.find((person) => person.key === key)?.memberId ?? 0;
      return BigInt((await company.stage.doors.claims.claimOffer(memberId)).claimable);
    };
    expect(await claimable('receiver')).toBeGreaterThan(0n);
    expect(await claimable('leader')).toBe(0n);
  });

  it('has fresh orders in every state, and refunded ones', async () => {
    const { items } = await company.stage.doors.orders.listOrders({ memberId: null, limit: 500 });
    expect(items).toHaveLength(world.orders.length);
    const states = new Set(items.map((order) => order.status));
    for (const status of ['placed', 'paid', 'final', 'refunded'] as const) expect(states.has(status), status).toBe(true);
    expect(items.filter((order) => order.status === 'refunded')).toHaveLength(3);
  });

  it('lists people in the shape of the API, with an invitation that is open', async () => {
    const people = z.array(demoPerson).parse(built.people);
    const code = built.invitation.replace('/join/', '');
    expect((await company.stage.doors.invitations.invitationByCode(code)).state).toBe('valid');
    expect(people.find((person) => person.role === 'newcomer')?.whatToTry.en).toContain(built.invitation);
    for (const person of people.filter((candidate) => candidate.memberId !== null)) {
      const member = await company.services.mirror.memberByWallet(person.wallet.toLowerCase() as `0x${string}`);
      expect(member?.memberId).toBe(person.memberId);
    }
  });

  it(
    'comes to the same roots when it is built again with the same seed',
    async () => {
      const again = await startEmptyCompany();
      try {
        expect((await buildDemoWorld(again.stage)).digest).toBe(built.digest);
        expect(await rootsOf(again)).toEqual(await rootsOf(company));
      } finally {
        await again.stop();
      }
    },
    BUILD_MS,
  );
});
