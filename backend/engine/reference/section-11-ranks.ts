import { type Rank } from '../plan/conditions.ts';
import { type Month } from './facts.ts';
import { of } from './section-3-volumes.ts';

type Known = Pick<
  Month,
  'plan' | 'period' | 'members' | 'above' | 'legOf' | 'left' | 'ppv' | 'customers' | 'meets' | 'column' | 'joined'
>;

interface Groups {
  readonly ov: Map<number, bigint>;
  readonly gv: Map<number, bigint>;
  readonly rank: Map<number, number>;
  readonly earnedRank: Map<number, number>;
  readonly graceMissed: Map<number, number>;
}

/** Frontline members: those whose sponsor the member is. */
export function frontline(month: Pick<Month, 'members' | 'above'>, memberId: number): number[] {
  return month.members.filter((other) => month.above('sponsor', other) === memberId);
}

/** The head and everybody below. */
export function leg(month: Pick<Month, 'members' | 'above'>, head: number): number[] {
  return [head, ...frontline(month, head).flatMap((below) => leg(month, below))];
}

/** What a table by rank says: "the highest rank named that the member's rank reaches decides; below all of them it is" the other. */
export function byRank<Value>(
  month: Pick<Month, 'plan' | 'rank'>,
  memberId: number,
  table: Readonly<Record<string, Value>> | undefined,
  otherwise: Value,
): Value {
  let best = { place: 0, value: otherwise };
  for (const [id, value] of Object.entries(table ?? {})) {
    const place = placeOf(month, id);
    if (place <= (month.rank.get(memberId) ?? 0) && place > best.place) best = { place, value };
  }
  return best.value;
}

/** Place of a rank in the plan, from 1. */
export function placeOf(month: Pick<Month, 'plan'>, id: string): number {
  return (month.plan.ranks?.steps ?? []).findIndex((rank) => rank.id === id) + 1;
}

/** "A group breaks away when its head has, in this period, a rank with `breaksAway`." */
export function section11BrokenAway(month: Pick<Month, 'plan' | 'rank'>, head: number): boolean {
  return month.plan.ranks?.steps[(month.rank.get(head) ?? 0) - 1]?.breaksAway === true;
}

/** Section 11, groups and ranks, "decided from the bottom of the tree to the top": sponsors have the lower numbers. */
export function section11Ranks(month: Known): Groups {
  const groups: Groups = { ov: new Map(), gv: new Map(), rank: new Map(), earnedRank: new Map(), graceMissed: new Map() };
  for (const memberId of month.members.toReversed()) {
    const heads = frontline(month, memberId);
    let ov = of(month.ppv, memberId);
    let gv = of(month.ppv, memberId);
    for (const head of heads) {
      ov += of(groups.ov, head);
      if (!section11BrokenAway({ ...month, ...groups }, head)) gv += of(groups.gv, head);
    }
    groups.ov.set(memberId, ov);
    groups.gv.set(memberId, gv);
    const earned = section11RankOf(month, groups, memberId);
    groups.earnedRank.set(memberId, earned);
    const { rank, missed } = section14Grace(month, memberId, earned);
    groups.rank.set(memberId, rank);
    groups.graceMissed.set(memberId, missed);
  }
  return groups;
}

/** The highest rank whose `requires` holds; with `eachStep` all lower ones must hold too. */
function section11RankOf(month: Known, groups: Groups, memberId: number): number {
  const { ranks } = month.plan;
  if (ranks === undefined || memberId === 1 || month.left.has(memberId)) return 0;
  let highest = 0;
  for (const [index, rank] of ranks.steps.entries()) {
    const holds = section11Requires(month, groups, memberId, rank.requires);
    if (holds) highest = index + 1;
    if (!holds && ranks.advance === 'eachStep') return highest;
  }
  return highest;
}

/** "`requires` is a conjunction": the rows of the table, one after the other. */
function section11Requires(month: Known, groups: Groups, memberId: number, requires: Rank['requires']): boolean {
  if (requires.meets !== undefined && !month.meets(requires.meets, memberId)) return false;
  if (requires.ppvAtLeast !== undefined && of(month.ppv, memberId) < BigInt(requires.ppvAtLeast)) return false;
  if (requires.customersAtLeast !== undefined && (month.customers.get(memberId) ?? 0) < requires.customersAtLeast) return false;
  if (requires.volume !== undefined && !section11Volume(month, groups, memberId, requires.volume)) return false;
  if (requires.matrix !== undefined && !section11Matrix(month, memberId, requires.matrix, requires.matrix.height)) return false;
  if (requires.tenureAtLeast !== undefined && month.period - month.joined(memberId) + 1 < requires.tenureAtLeast) return false;
  const { consecutive, held } = requires;
  if (consecutive !== undefined && section14Streak(month, consecutive.meets, memberId) < BigInt(consecutive.periods))
    return false;
  if (held !== undefined && month.column(`held.${held.rank}`, memberId) < BigInt(held.periods)) return false;
  return (requires.legs ?? []).every((test) => section11Legs(month, groups, memberId, test));
}

/** Column `streak.C` at the end of this period: periods in a row in which the condition was met. */
export function section14Streak(month: Pick<Month, 'meets' | 'column'>, condition: string, memberId: number): bigint {
  return month.meets(condition, memberId) ? month.column(`streak.${condition}`, memberId) + 1n : 0n;
}

/** Section 14, grace: rules 1 to 4. */
function section14Grace(month: Known, memberId: number, earned: number): { rank: number; missed: number } {
  const grace = month.plan.ranks?.grace;
  if (grace === undefined) return { rank: earned, missed: 0 };
  if (memberId === 1 || month.left.has(memberId)) return { rank: 0, missed: 0 };
  const held = Number(month.column('grace.rank', memberId));
  if (earned >= held) return { rank: earned, missed: 0 };
  const missed = Number(month.column('grace.missed', memberId)) + 1;
  if (grace === 'forever' || missed <= grace.periods) return { rank: held, missed };
  return { rank: earned, missed: 0 };
}

function section11Volume(
  month: Known,
  groups: Groups,
  memberId: number,
  { of: which, atLeast, mostPerLegPpm, ownCounts }: NonNullable<Rank['requires']['volume']>,
): boolean {
  const most = (BigInt(atLeast) * BigInt(mostPerLegPpm)) / 1_000_000n;
  const atMost = (volume: bigint): bigint => (volume > most ? most : volume);
  let counted = ownCounts === 'limited' ? atMost(of(month.ppv, memberId)) : of(month.ppv, memberId);
  for (const head of frontline(month, memberId)) {
    if (which === 'ov') counted += atMost(of(groups.ov, head));
    else if (!section11BrokenAway({ ...month, ...groups }, head)) counted += atMost(of(groups.gv, head));
  }
  return counted >= BigInt(atLeast);
}

/** "Every place of the first `height` levels below, in the legs 0 to `width` − 1, is taken by a member who meets the condition." */
function section11Matrix(
  month: Known,
  memberId: number,
  matrix: NonNullable<Rank['requires']['matrix']>,
  levels: number,
): boolean {
  if (levels === 0) return true;
  const below = month.members.filter(
    (other) => month.above('placement', other) === memberId && month.legOf(other) < matrix.width,
  );
  const filled = below.every((other) => month.meets(matrix.meets, other) && section11Matrix(month, other, matrix, levels - 1));
  return below.length === matrix.width && filled;
}

function section11Legs(
  month: Known,
  groups: Groups,
  memberId: number,
  { count, rank, rankIn, ovAtLeast }: NonNullable<Rank['requires']['legs']>[number],
): boolean {
  const serves = (head: number): boolean => {
    if (ovAtLeast !== undefined && of(groups.ov, head) < BigInt(ovAtLeast)) return false;
    if (rank === undefined) return true;
    const asked = rankIn === 'leg' ? leg(month, head) : [head];
    return asked.some((other) => (groups.rank.get(other) ?? 0) >= placeOf(month, rank));
  };
  return frontline(month, memberId).filter(serves).length >= count;
}
