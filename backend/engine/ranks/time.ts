import { type Ranks } from '../plan/conditions.ts';

/** What ranks read of earlier periods. */
export interface Past {
  readonly period: number;
  readonly columnBefore: (name: string) => BigInt64Array;
  readonly joinedIn: (memberId: number) => number;
}

/** For every rank: whether its tests over several periods hold; undefined for a rank without such tests. docs/plans.md section 14. */
export function timeTests(
  ranks: Ranks | undefined,
  { past, flags }: { readonly past: Past; readonly flags: ReadonlyMap<string, Uint8Array> },
): readonly (((member: number) => boolean) | undefined)[] {
  return (ranks?.steps ?? []).map(({ requires: { tenureAtLeast, consecutive, held } }) => {
    if (tenureAtLeast === undefined && consecutive === undefined && held === undefined) return undefined;
    const streak = consecutive && past.columnBefore(`streak.${consecutive.meets}`);
    const met = consecutive && flags.get(consecutive.meets);
    const heldBefore = held && past.columnBefore(`held.${held.rank}`);
    return (member) =>
      (tenureAtLeast === undefined || past.period - past.joinedIn(member) + 1 >= tenureAtLeast) &&
      (consecutive === undefined || (met?.[member] === 1 && (streak?.[member] ?? 0n) + 1n >= BigInt(consecutive.periods))) &&
      (held === undefined || (heldBefore?.[member] ?? 0n) >= BigInt(held.periods));
  });
}

/** Rank that is held, and how often in a row it was missed, by member number, at the end of the period. */
export interface GraceAfter {
  readonly rank: Uint8Array;
  readonly missed: Uint32Array;
}

/** Keeps a rank that is missed for as long as the plan says. docs/plans.md section 14, grace. */
export function openGrace(
  ranks: Ranks | undefined,
  memberCount: number,
  past: Past,
): GraceAfter & { readonly rankOf: (member: number, earned: number) => number } {
  const after = { rank: new Uint8Array(memberCount + 1), missed: new Uint32Array(memberCount + 1) };
  const grace = ranks?.grace;
  if (grace === undefined) return { ...after, rankOf: (_member, earned) => earned };
  const most = grace === 'forever' ? Number.POSITIVE_INFINITY : grace.periods;
  const heldBefore = past.columnBefore('grace.rank');
  const missedBefore = past.columnBefore('grace.missed');
  return {
    ...after,
    rankOf(member, earned) {
      const held = Number(heldBefore[member] ?? 0n);
      const missed = earned >= held ? 0 : Number(missedBefore[member] ?? 0n) + 1;
      const kept = missed > 0 && missed <= most;
      after.rank[member] = kept ? held : earned;
      after.missed[member] = kept ? missed : 0;
      return after.rank[member];
    },
  };
}
