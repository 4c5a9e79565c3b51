import { type Tree, roomFor } from './shape.ts';

/**
 * What is summed over the tree for one period, by member number. Volumes are whole numbers of hundredths of a point in doubles, which
 * hold them exactly up to 2^53: `sumUp` and `applyChanges` refuse to go beyond.
 */
export interface PeriodFigures {
  readonly period: number;
  /** Members who are in the figures: of a closed period those who had joined by its end. */
  memberCount: number;
  frontlineCount: Uint32Array;
  /** Everybody below, at any distance. */
  downlineCount: Uint32Array;
  /** Sales less refunds of the member alone; may be negative. */
  balance: Float64Array;
  /** Personal volumes of the member and everybody below, each not below zero. */
  groupVolume: Float64Array;
}

/** Personal volume as it counts: refunds taken off, not below zero. */
export function personalVolume(figures: PeriodFigures, memberId: number): number {
  return Math.max(0, figures.balance[memberId] ?? 0);
}

/** @param balance by member number; its room is used as it is */
export function sumUp(tree: Tree, period: number, memberCount: number, balance: Float64Array): PeriodFigures {
  const length = balance.length;
  const figures: PeriodFigures = {
    period,
    memberCount,
    frontlineCount: new Uint32Array(length),
    downlineCount: new Uint32Array(length),
    balance,
    groupVolume: new Float64Array(length),
  };
  const { frontlineCount, downlineCount, groupVolume } = figures;
  const { sponsorOf } = tree;
  // Everybody below a member has a higher number, so one pass downwards finds each sum complete when it is passed on.
  for (let memberId = memberCount; memberId >= 1; memberId -= 1) {
    const volume = (groupVolume[memberId] ?? 0) + Math.max(0, balance[memberId] ?? 0);
    groupVolume[memberId] = volume;
    const sponsorId = sponsorOf[memberId] ?? 0;
    if (sponsorId === 0) continue;
    groupVolume[sponsorId] = (groupVolume[sponsorId] ?? 0) + volume;
    frontlineCount[sponsorId] = (frontlineCount[sponsorId] ?? 0) + 1;
    downlineCount[sponsorId] = (downlineCount[sponsorId] ?? 0) + (downlineCount[memberId] ?? 0) + 1;
  }
  requireExact(figures);
  return figures;
}

/** What a step of the chain adds to the open period. `pv` of a refund is negative; a step back has every sign turned. */
export interface VolumeChange {
  readonly memberId: number;
  readonly pv: number;
}

/** Counts members `from`…`to` (they stand in the tree already). `sign` −1 takes them out again, before the tree forgets them. */
export interface MemberChange {
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
}

/** Changes the sums of everybody above, each of them once however many changes come from below. */
export function applyChanges(
  tree: Tree,
  figures: PeriodFigures,
  members: MemberChange | undefined,
  volumes: readonly VolumeChange[],
): void {
  growFigures(figures, tree.memberCount);
  const frontier = createFrontier(volumes.length + (members === undefined ? 0 : members.to - members.from + 1));
  if (members !== undefined) {
    for (let memberId = members.from; memberId <= members.to; memberId += 1) {
      const sponsorId = tree.sponsorOf[memberId] ?? 0;
      if (sponsorId === 0) continue;
      figures.frontlineCount[sponsorId] = (figures.frontlineCount[sponsorId] ?? 0) + members.sign;
      frontier.add(sponsorId, 0, members.sign);
    }
    figures.memberCount = members.sign === 1 ? members.to : members.from - 1;
  }
  for (const { memberId, pv } of volumes) {
    const before = figures.balance[memberId] ?? 0;
    const after = before + pv;
    figures.balance[memberId] = after;
    const counted = Math.max(0, after) - Math.max(0, before);
    if (counted !== 0) frontier.add(memberId, counted, 0);
  }
  const { downlineCount, groupVolume } = figures;
  const { sponsorOf } = tree;
  for (let memberId = frontier.take(); memberId !== 0; memberId = frontier.take()) {
    const { volume, count } = frontier;
    groupVolume[memberId] = (groupVolume[memberId] ?? 0) + volume;
    downlineCount[memberId] = (downlineCount[memberId] ?? 0) + count;
    const sponsorId = sponsorOf[memberId] ?? 0;
    if (sponsorId !== 0 && (volume !== 0 || count !== 0)) frontier.add(sponsorId, volume, count);
  }
  if (members?.sign === -1) for (const name of columns) figures[name].fill(0, members.from, members.to + 1);
  requireExact(figures);
}

const columns = ['frontlineCount', 'downlineCount', 'balance', 'groupVolume'] as const;

function growFigures(figures: PeriodFigures, memberCount: number): void {
  const length = roomFor(memberCount + 1, figures.balance.length);
  if (length === figures.balance.length) return;
  const counts = (old: Uint32Array): Uint32Array => {
    const grown = new Uint32Array(length);
    grown.set(old);
    return grown;
  };
  const volumes = (old: Float64Array): Float64Array => {
    const grown = new Float64Array(length);
    grown.set(old);
    return grown;
  };
  figures.frontlineCount = counts(figures.frontlineCount);
  figures.downlineCount = counts(figures.downlineCount);
  figures.balance = volumes(figures.balance);
  figures.groupVolume = volumes(figures.groupVolume);
}

/** The company's sum is the greatest of all: while it is exact, all are. */
function requireExact(figures: PeriodFigures): void {
  const total = figures.groupVolume[1] ?? 0;
  if (!Number.isSafeInteger(total)) throw new RangeError(`the volume of period ${figures.period} is too great: ${total}`);
}

/**
 * Changes on their way up, the highest number first: a heap with at most one entry a change. Since a sponsor's number is lower, all
 * that goes through a member has arrived when their turn comes.
 */
function createFrontier(size: number) {
  const ids = new Uint32Array(size + 1);
  const volumes = new Float64Array(size + 1);
  const counts = new Int32Array(size + 1);
  let length = 0;

  const set = (place: number, id: number, volume: number, count: number): void => {
    ids[place] = id;
    volumes[place] = volume;
    counts[place] = count;
  };
  const idAt = (place: number): number => ids[place] ?? 0;
  const move = (to: number, from: number): void => set(to, idAt(from), volumes[from] ?? 0, counts[from] ?? 0);

  const removeTop = (): void => {
    const last = length;
    length -= 1;
    const id = idAt(last);
    const volume = volumes[last] ?? 0;
    const count = counts[last] ?? 0;
    let place = 1;
    for (let below = 2; below <= length; below = place * 2) {
      if (below < length && idAt(below + 1) > idAt(below)) below += 1;
      if (idAt(below) <= id) break;
      move(place, below);
      place = below;
    }
    if (length > 0) set(place, id, volume, count);
    else ids[1] = 0;
  };

  const frontier = {
    /** Sums of the member that `take` has just given. */
    volume: 0,
    count: 0,
    add: (id: number, volume: number, count: number): void => {
      length += 1;
      let place = length;
      for (let above = place >> 1; above >= 1 && idAt(above) < id; above = place >> 1) {
        move(place, above);
        place = above;
      }
      set(place, id, volume, count);
    },
    /** The highest number with all its changes added together; 0 at the end. */
    take: (): number => {
      if (length === 0) return 0;
      const id = idAt(1);
      frontier.volume = 0;
      frontier.count = 0;
      while (idAt(1) === id) {
        frontier.volume += volumes[1] ?? 0;
        frontier.count += counts[1] ?? 0;
        removeTop();
      }
      return id;
    },
  };
  return frontier;
}
