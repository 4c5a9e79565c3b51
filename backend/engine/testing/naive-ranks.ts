import { type Plan } from '../index.ts';

/** Section 11 of the plan language a second time: every question is answered anew by recursion, nothing is summed up beforehand. */
export interface Month {
  readonly plan: Plan;
  readonly memberCount: number;
  readonly sponsorOf: Uint32Array;
  ppvOf(memberId: number): bigint;
  /** Customers with PV left, and PV sold to customers. */
  readonly customersOf: ReadonlyMap<number, ReadonlySet<number>>;
  customerPvOf(memberId: number): bigint;
}

interface Test {
  readonly ppvAtLeast?: string | undefined;
  readonly customersAtLeast?: number | undefined;
  readonly customerPvAtLeast?: string | undefined;
}

export function meets(month: Month, name: string, memberId: number): boolean {
  const condition = month.plan.activity[name];
  if (condition === undefined || memberId === 1) return false;
  const holds = (test: Test): boolean =>
    month.ppvOf(memberId) >= BigInt(test.ppvAtLeast ?? '0') &&
    (month.customersOf.get(memberId)?.size ?? 0) >= (test.customersAtLeast ?? 0) &&
    month.customerPvOf(memberId) >= BigInt(test.customerPvAtLeast ?? '0');
  return holds(condition) && (condition.anyOf === undefined || condition.anyOf.some(holds));
}

export function frontline(month: Month, memberId: number): number[] {
  const found: number[] = [];
  for (let other = 2; other <= month.memberCount; other += 1) if (month.sponsorOf[other] === memberId) found.push(other);
  return found;
}

function everybodyIn(month: Month, head: number): number[] {
  return [head, ...frontline(month, head).flatMap((below) => everybodyIn(month, below))];
}

/** Place of the member's rank in the plan, from 1; 0 for none. */
export function rankOf(month: Month, memberId: number): number {
  const { ranks } = month.plan;
  if (ranks === undefined || memberId === 1) return 0;
  const held = ranks.steps.map((_, index) => hasRank(month, memberId, index));
  if (ranks.advance === 'direct') return held.lastIndexOf(true) + 1;
  const missed = held.indexOf(false);
  return missed === -1 ? held.length : missed;
}

function hasRank(month: Month, memberId: number, index: number): boolean {
  const { ranks } = month.plan;
  const requires = ranks?.steps[index]?.requires;
  if (ranks === undefined || requires === undefined) return false;
  if (requires.meets !== undefined && !meets(month, requires.meets, memberId)) return false;
  if (month.ppvOf(memberId) < BigInt(requires.ppvAtLeast ?? '0')) return false;
  if ((month.customersOf.get(memberId)?.size ?? 0) < (requires.customersAtLeast ?? 0)) return false;
  const legs = frontline(month, memberId);
  const { volume } = requires;
  if (volume !== undefined) {
    const parts = legs.map((head) => (volume.of === 'ov' ? organisation(month, head) : group(month, head)));
    const most = (BigInt(volume.atLeast) * BigInt(volume.mostPerLegPpm)) / 1_000_000n;
    let sum = parts.reduce((total, part) => total + (part < most ? part : most), 0n);
    const own = month.ppvOf(memberId);
    sum += volume.ownCounts === 'limited' && own > most ? most : own;
    if (sum < BigInt(volume.atLeast)) return false;
  }
  for (const { count, rank, rankIn, ovAtLeast } of requires.legs ?? []) {
    const wanted = ranks.steps.findIndex(({ id }) => id === rank) + 1;
    const fitting = legs.filter((head) => {
      const where = rankIn === 'leg' ? everybodyIn(month, head) : [head];
      return where.some((other) => rankOf(month, other) >= wanted) && organisation(month, head) >= BigInt(ovAtLeast ?? '0');
    });
    if (fitting.length < count) return false;
  }
  return true;
}

export function organisation(month: Month, memberId: number): bigint {
  return everybodyIn(month, memberId).reduce((sum, other) => sum + month.ppvOf(other), 0n);
}

/** What the group of `head` brings to the GV of whoever is above: nothing once it has broken away. */
export function group(month: Month, head: number): bigint {
  if (month.plan.ranks?.steps[rankOf(month, head) - 1]?.breaksAway === true) return 0n;
  return frontline(month, head).reduce((sum, below) => sum + group(month, below), month.ppvOf(head));
}

/** Legs that are active for a bonus. */
export function activeLegs(month: Month, memberId: number, payTo: string, by: 'head' | 'anyone' | undefined): number {
  return frontline(month, memberId).filter((head) =>
    (by === 'anyone' ? everybodyIn(month, head) : [head]).some((other) => meets(month, payTo, other)),
  ).length;
}
