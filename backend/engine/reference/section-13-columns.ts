import { type Plan } from '../plan/schema.ts';
import { type Columns, type Month } from './facts.ts';
import { placeOf, section14Streak } from './section-11-ranks.ts';

const RANK_COLUMNS = ['title', 'grace.rank'];

/** Section 13, rule 3: the number of a rank of an old plan under a new one. */
function section13Renumbered(rank: number, before: Plan, now: Plan): number {
  for (let place = rank; place > 0; place -= 1) {
    const id = before.ranks?.steps[place - 1]?.id;
    const found = id === undefined ? 0 : placeOf({ plan: now }, id);
    if (found > 0) return found;
  }
  return 0;
}

/** Section 13, rules 2 and 3: what a period finds of the columns that the one before it left. */
export function section13Before(left: Columns, before: Plan | undefined, now: Plan): Columns {
  const found: Columns = new Map();
  for (const [name, column] of left) {
    if (!section13Asked(now, name)) continue;
    const read = (value: bigint): bigint =>
      RANK_COLUMNS.includes(name) && before !== undefined ? BigInt(section13Renumbered(Number(value), before, now)) : value;
    found.set(name, new Map([...column].map(([memberId, value]) => [memberId, read(value)])));
  }
  return found;
}

/** Section 13, rule 1: whether a plan asks for a column, by the table. */
export function section13Asked(plan: Plan, name: string): boolean {
  const requirements = plan.ranks?.steps.map(({ requires }) => requires) ?? [];
  const [family = '', ...rest] = name.split('.');
  const bonus = plan.bonuses.find(({ id }) => id === rest[0]);
  if (family === 'joined') {
    const tenure = requirements.some(({ tenureAtLeast }) => tenureAtLeast !== undefined);
    return tenure || plan.bonuses.some(({ kind }) => kind === 'fastStart');
  }
  if (family === 'title') {
    return plan.bonuses.some(
      (other) =>
        (other.kind === 'generation' && other.leaderBy === 'title') ||
        (other.kind === 'rankReward' && other.when === 'firstTime'),
    );
  }
  if (family === 'grace') return plan.ranks?.grace !== undefined;
  if (family === 'streak') return requirements.some(({ consecutive }) => consecutive?.meets === rest[0]);
  if (family === 'held') return requirements.some(({ held }) => held?.rank === rest[0]);
  if (family === 'accumulated') {
    return plan.bonuses.some((other) => 'bracketBy' in other && other.bracketBy.startsWith('accumulated'));
  }
  if (family === 'pool') return bonus?.kind === 'pool' && bonus.nobodyQualified === 'carry';
  if (family === 'direct') return bonus?.kind === 'direct' && bonus.orders === 'first';
  if (family === 'passUp') {
    if (bonus?.kind !== 'passUp' || Number(rest[1]) > bonus.phases.length) return false;
    return rest[2] === 'count' || bonus.counts === 'buyers';
  }
  if (family !== 'binary' || bonus?.kind !== 'binary') return false;
  return rest[1] === 'opened' ? bonus.opening !== undefined : Number(rest[2]) < (bonus.carryExpiresAfter ?? 1);
}

/** Section 13, the table: what the columns that are not a bonus's own hold at the end of a period. */
export function section13After(month: Month): Columns {
  const columns: Columns = new Map();
  const put = (name: string, value: (memberId: number) => number | bigint): void => {
    if (!section13Asked(month.plan, name)) return;
    columns.set(name, new Map(month.members.map((memberId) => [memberId, BigInt(value(memberId))])));
  };
  put('joined', (memberId) => month.joined(memberId));
  put('title', (memberId) => Math.max(Number(month.column('title', memberId)), month.rank.get(memberId) ?? 0));
  put('grace.rank', (memberId) => month.rank.get(memberId) ?? 0);
  put('grace.missed', (memberId) => month.graceMissed.get(memberId) ?? 0);
  for (const condition of Object.keys(month.plan.activity)) {
    put(`streak.${condition}`, (memberId) => section14Streak(month, condition, memberId));
  }
  for (const { id } of month.plan.ranks?.steps ?? []) {
    put(`held.${id}`, (memberId) =>
      (month.earnedRank.get(memberId) ?? 0) >= placeOf(month, id) ? month.column(`held.${id}`, memberId) + 1n : 0n,
    );
  }
  put('accumulated', (memberId) => month.accumulatedPpv.get(memberId) ?? 0n);
  return columns;
}
