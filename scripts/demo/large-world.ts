import { CLAIMED, DAY, FOUNDING, IN_REVIEW, opensAt, periodSpan, READY, WORLD_BEGINS } from './calendar.ts';
import { type CastMember, chooseCast } from './cast.ts';
import {
  growLargeNetwork,
  membersByPeriod,
  MEMBERS_PER_BATCH,
  nameOfMember,
  packBatches,
  writeLargeMonth,
} from './large-network.ts';
import { englishPeople, guest, russianPeople, staffNames } from './people.ts';
import { firstPlan } from './plans.ts';
import { arrive, claim, close, fillPockets, finalize, found, freshMemory, join, linkOf, propose, publishPlan } from './play.ts';
import { products } from './products.ts';
import { createProgress } from './progress.ts';
import { createRandom } from './random.ts';
import { type DemoStage } from './stage.ts';

/** Per member, for four months: more than the cap lets the bonuses of an average buyer come to. */
const FUNDS_PER_MEMBER = 200_000_000n;
const FIRST_IMPORTED = 5;

export interface LargeWorldResult {
  readonly cast: readonly CastMember[];
  /** Path of the leader's invitation, for the guest. */
  readonly invitation: string;
}

/**
 * A network of any size with four months of sales. Three partners join by link; all others are entered in batches without wallets, as
 * a company does that brings its network along. Volumes go to the ledger packed; the office has no single orders for them.
 */
export async function buildLargeWorld(
  stage: DemoStage,
  options: { members: number; seed: bigint; now: Date; write: (line: string) => void },
): Promise<LargeWorldResult> {
  const { members, seed, now, write } = options;
  const random = createRandom(seed);
  const sponsorOf = growLargeNetwork(members, random.branch('network'));
  const counts = membersByPeriod(members);
  const [leader, mid, receiver] = [russianPeople[0], englishPeople[0], russianPeople[1]].map((person, index) => ({
    name: person?.name ?? '',
    language: person?.language ?? 'en',
    memberId: index + 2,
    sponsorId: 1,
  }));
  if (!leader || !mid || !receiver) throw new RangeError('The large world needs three partners with names.');
  const cast = chooseCast({ leader, mid, receiver }, staffNames, guest);
  const memory = freshMemory();
  const goTo = async (minute: number): Promise<void> => {
    const time = new Date(now.getTime() + minute * 60_000);
    stage.clock.set(time);
    await stage.desk.moveTo(time);
  };

  await stage.desk.stopTheClock();
  await goTo(WORLD_BEGINS);
  await stage.desk.fundVault(FUNDS_PER_MEMBER * BigInt(members));
  await found(stage, { products, cast }, memory);
  await publishPlan(stage, firstPlan);
  await goTo(opensAt[FOUNDING]);
  for (const partner of [leader, mid, receiver]) await join(stage, partner, memory);
  await arrive(stage, memory);

  await nameEverybody(stage, members, seed, write);
  const imported = createProgress('Partners', members, write);
  for (const [period, memberCount] of counts.entries()) {
    await goTo(periodSpan(period).from + 30);
    const first = Math.max(FIRST_IMPORTED, (counts[period - 1] ?? 0) + 1);
    for (let start = first; start <= memberCount; start += MEMBERS_PER_BATCH) {
      const end = Math.min(start + MEMBERS_PER_BATCH - 1, memberCount);
      await stage.desk.importMembers(start, [...sponsorOf.subarray(start, end + 1)]);
      imported.report(end);
    }
    await stage.settle();
    if (period !== FOUNDING) await recordMonth(stage, period, memberCount, seed, write);
    if (period > READY) break;
    await goTo(periodSpan(period).until);
    write(`Period ${period}: closing by two people`);
    await close(stage, period, memory);
    if (period !== CLAIMED) continue;
    await goTo(periodSpan(CLAIMED).until + DAY);
    await propose(stage, CLAIMED, memory);
    await goTo(periodSpan(CLAIMED).until + 4 * DAY + 60);
    await stage.desk.acceptPending();
    await finalize(stage);
    await claim(stage, leader.memberId, memory);
    await claim(stage, mid.memberId, memory);
    await arrive(stage, memory);
  }
  await goTo(-DAY);
  write(`Period ${IN_REVIEW}: publishing the payouts`);
  await propose(stage, IN_REVIEW, memory);
  stage.clock.set(new Date());
  await stage.desk.startTheClock();
  await stage.settle();
  await fillPockets(stage, cast);
  return { cast, invitation: `/join/${await linkOf(stage, leader.memberId, memory)}` };
}

async function nameEverybody(stage: DemoStage, members: number, seed: bigint, write: (line: string) => void): Promise<void> {
  const random = createRandom(seed).branch('names');
  const named = createProgress('Names', members, write);
  const chunk = 20_000;
  for (let start = FIRST_IMPORTED; start <= members; start += chunk) {
    const end = Math.min(start + chunk - 1, members);
    const people = Array.from({ length: end - start + 1 }, (_, index) => {
      const { name, language } = nameOfMember(start + index, random);
      return { memberId: start + index, name, locale: language };
    });
    await stage.identity.rememberMembers(people);
    named.report(end);
  }
}

async function recordMonth(
  stage: DemoStage,
  period: number,
  memberCount: number,
  seed: bigint,
  write: (line: string) => void,
): Promise<void> {
  const batches = packBatches(writeLargeMonth(period, memberCount, createRandom(seed).branch(`month-${period}`)));
  const recorded = createProgress(`Sales of period ${period}, in batches`, batches.length, write);
  for (const [index, batch] of batches.entries()) {
    await stage.desk.recordBatch(batch);
    recorded.report(index + 1);
  }
  await stage.settle();
}
