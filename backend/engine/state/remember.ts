import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { legColumns, openedColumn } from '../bonuses/binary/index.ts';
import { directColumn } from '../bonuses/direct.ts';
import { passUpColumns } from '../bonuses/pass-up.ts';
import { poolColumn } from '../bonuses/pool.ts';
import { type Bonus } from '../bonuses/registry.ts';
import { type Plan } from '../plan/schema.ts';
import { columnFrom, type Columns } from './columns.ts';

/** The columns that a plan asks for, by name. docs/plans.md section 13 */
export function columnsOf(plan: Plan): ReadonlySet<string> {
  const names = new Set(plan.bonuses.flatMap((bonus) => columnsOfBonus(bonus)));
  if (plan.ranks?.grace !== undefined) names.add('grace.rank').add('grace.missed');
  for (const { requires } of plan.ranks?.steps ?? []) {
    if (requires.tenureAtLeast !== undefined) names.add('joined');
    if (requires.consecutive !== undefined) names.add(`streak.${requires.consecutive.meets}`);
    if (requires.held !== undefined) names.add(`held.${requires.held.rank}`);
  }
  return names;
}

function columnsOfBonus(bonus: Bonus): string[] {
  switch (bonus.kind) {
    case 'fastStart':
      return ['joined'];
    case 'generation':
      return bonus.leaderBy === 'title' ? ['title'] : [];
    case 'rankReward':
      return bonus.when === 'firstTime' ? ['title'] : [];
    case 'pool':
      return bonus.nobodyQualified === 'carry' ? [poolColumn(bonus)] : [];
    case 'direct':
      return bonus.orders === 'first' ? [directColumn(bonus)] : [];
    case 'passUp':
      return passUpColumns(bonus);
    case 'binary': {
      const legs = [...legColumns(bonus, 'left'), ...legColumns(bonus, 'right')];
      return bonus.opening === undefined ? legs : [...legs, openedColumn(bonus)];
    }
    case 'differential':
    case 'volume':
      return bonus.bracketBy.startsWith('accumulated') ? ['accumulated'] : [];
    default:
      return [];
  }
}

/** What a period knows of the past, in the terms of its plan. */
export interface Remembered {
  readonly columnBefore: (name: string) => BigInt64Array;
  readonly joinedIn: (memberId: number) => number;
  readonly titleBefore: (memberId: number) => number;
}

export function remembered(plan: Plan, memberCount: number, before: Columns | undefined): Remembered {
  const ranks = plan.ranks?.steps.map(({ id }) => id) ?? [];
  const made = new Map<string, BigInt64Array>();
  const columnBefore = (name: string): BigInt64Array => columnFrom(before, name, memberCount, ranks);
  const kept = (name: string): BigInt64Array => {
    const column = made.get(name) ?? columnBefore(name);
    made.set(name, column);
    return column;
  };
  return {
    columnBefore,
    joinedIn: (memberId) => Number(kept('joined')[memberId] ?? 0n),
    titleBefore: (memberId) => Number(kept('title')[memberId] ?? 0n),
  };
}

interface NewMembers {
  readonly period: number;
  readonly memberCount: number;
  /** Members of the period before. */
  readonly known: number;
  readonly joined: ReadonlyMap<number, number>;
  readonly title: ReadonlyMap<number, number>;
}

/** What comes into a period: the columns of the period before, and the facts of who is new. Undefined when the plan asks for none. */
export function columnsBefore(plan: Plan, before: Columns | undefined, facts: NewMembers): Columns | undefined {
  const names = columnsOf(plan);
  if (names.size === 0) return undefined;
  const ranks = plan.ranks?.steps.map(({ id }) => id) ?? [];
  const values = new Map<string, BigInt64Array>();
  for (const name of names) values.set(name, columnFrom(before, name, facts.memberCount, ranks));
  for (let member = facts.known + 1; member <= facts.memberCount; member += 1) {
    const joined = values.get('joined');
    if (joined !== undefined) joined[member] = BigInt(facts.joined.get(member) ?? facts.period);
    const title = values.get('title');
    if (title !== undefined) title[member] = BigInt(facts.title.get(member) ?? 0);
  }
  return { ranks, values };
}

/** What the period knows at its end that its columns are made of. */
export interface PeriodEnd {
  readonly memberCount: number;
  readonly ppv: BigUint64Array;
  readonly rank: Uint8Array;
  /** Rank without grace, and what grace leaves. */
  readonly earnedRank: Uint8Array;
  readonly graceRank: Uint8Array;
  readonly graceMissed: Uint32Array;
  readonly flags: ReadonlyMap<string, Uint8Array>;
  /** Columns that bonuses leave. */
  readonly ofBonuses: ReadonlyMap<string, BigInt64Array>;
}

/** What goes out of a period. */
export function columnsAfter(plan: Plan, before: Columns, end: PeriodEnd): Columns {
  const values = new Map<string, BigInt64Array>();
  for (const name of columnsOf(plan)) {
    const column = end.ofBonuses.get(name) ?? columnFrom(before, name, end.memberCount, before.ranks);
    if (!end.ofBonuses.has(name)) advance(name, column, plan, end);
    values.set(name, column);
  }
  return { ranks: before.ranks, values };
}

function advance(name: string, column: BigInt64Array, plan: Plan, end: PeriodEnd): void {
  const [family = '', key = ''] = name.split('.');
  const numberOf = (id: string): number => (plan.ranks?.steps.findIndex((step) => step.id === id) ?? -1) + 1;
  const next = nextOf(family, key, end, numberOf);
  if (next === undefined) return;
  for (let member = COMPANY_MEMBER; member <= end.memberCount; member += 1) {
    column[member] = next(member, column[member] ?? 0n);
  }
}

function nextOf(
  family: string,
  key: string,
  end: PeriodEnd,
  numberOf: (rank: string) => number,
): ((member: number, before: bigint) => bigint) | undefined {
  if (family === 'title') {
    return (member, before) => (BigInt(end.rank[member] ?? 0) > before ? BigInt(end.rank[member] ?? 0) : before);
  }
  if (family === 'accumulated') return (member, before) => before + (end.ppv[member] ?? 0n);
  if (family === 'streak') {
    const flags = end.flags.get(key);
    return (member, before) => (flags?.[member] === 1 ? before + 1n : 0n);
  }
  if (family === 'held') {
    const wanted = numberOf(key);
    return (member, before) => ((end.earnedRank[member] ?? 0) >= wanted ? before + 1n : 0n);
  }
  if (family === 'grace') {
    const column = key === 'rank' ? end.graceRank : end.graceMissed;
    return (member) => BigInt(column[member] ?? 0);
  }
  return undefined;
}
