/*
 * The reports in the plainest way: objects, one walk a member, whole numbers without a limit. Slow, and meant to be read beside the
 * fast ones; tests hold both equal.
 */

export interface NaiveMember {
  readonly memberId: number;
  readonly sponsorId: number;
}

export interface NaiveSums {
  readonly frontlineCount: number;
  readonly downlineCount: number;
  readonly ppv: bigint;
  readonly gv: bigint;
}

export interface NaiveTree {
  /** From the member up to the company. */
  upline(memberId: number): number[];
  sums(memberId: number): NaiveSums;
  frontline(memberId: number): number[];
  /** Recruits under their sponsor, each with a whole branch before the next. */
  outline(memberId: number): number[];
  topLegs(memberId: number, limit: number): number[];
  /** Nearest first; the member stands first. */
  window(memberId: number, limit: number): { memberId: number; level: number; foldedCount: number }[];
}

/** @param volumes sales less refunds; several of one member are added together before they are cut off at zero */
export function naiveTree(members: readonly NaiveMember[], volumes: readonly { memberId: number; pv: bigint }[]): NaiveTree {
  const sponsorOf = new Map(members.map((member) => [member.memberId, member.sponsorId]));
  const recruits = new Map<number, number[]>();
  for (const { memberId, sponsorId } of members) recruits.set(sponsorId, [...(recruits.get(sponsorId) ?? []), memberId]);
  const frontline = (memberId: number): number[] => (recruits.get(memberId) ?? []).toSorted((left, right) => left - right);
  const upline = (memberId: number): number[] => {
    const path: number[] = [];
    for (let id: number | undefined = memberId; id !== undefined && sponsorOf.has(id); id = sponsorOf.get(id)) path.push(id);
    return path;
  };
  const outline = (memberId: number): number[] => frontline(memberId).flatMap((id) => [id, ...outline(id)]);
  const ppv = (memberId: number): bigint => {
    const balance = volumes.reduce((sum, volume) => (volume.memberId === memberId ? sum + volume.pv : sum), 0n);
    return balance < 0n ? 0n : balance;
  };
  const gv = (memberId: number): bigint => [memberId, ...outline(memberId)].reduce((sum, id) => sum + ppv(id), 0n);
  return {
    upline,
    frontline,
    outline,
    sums: (memberId) => ({
      frontlineCount: frontline(memberId).length,
      downlineCount: outline(memberId).length,
      ppv: ppv(memberId),
      gv: gv(memberId),
    }),
    topLegs: (memberId, limit) =>
      frontline(memberId)
        .map((id) => ({ id, volume: gv(id) }))
        .sort((left, right) => (left.volume === right.volume ? left.id - right.id : left.volume > right.volume ? -1 : 1))
        .slice(0, limit)
        .map(({ id }) => id),
    window: (memberId, limit) => {
      let level = 0;
      const found: { memberId: number; level: number; foldedCount: number }[] = [];
      for (let ids = [memberId]; ids.length > 0; ids = ids.flatMap(frontline)) {
        for (const id of ids) found.push({ memberId: id, level, foldedCount: 0 });
        level += 1;
      }
      const shown = found.slice(0, limit);
      const inside = new Set(shown.map((place) => place.memberId));
      return shown.map((place) => ({
        ...place,
        foldedCount: frontline(place.memberId).filter((id) => !inside.has(id)).length,
      }));
    },
  };
}
