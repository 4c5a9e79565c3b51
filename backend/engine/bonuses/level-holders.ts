import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Preorder } from '../ranks/preorder.ts';

/** A level of the plan with its tests read once. */
export interface Level {
  /** Number of the PPV threshold: how many thresholds of the bonus are not above it; 0 for none. */
  readonly threshold: number;
  readonly rankAtLeast: number;
  readonly activeLegsAtLeast: number;
  /** By rank number, 0 for no rank. */
  readonly rates: readonly number[];
}

/** How levels look for whoever holds them. */
export interface Compression {
  readonly compression: 'none' | 'standard' | 'dynamic' | 'skipBelowRank';
  /** Number of the rank below which members are skipped. */
  readonly lowest: number;
}

/**
 * What a level bonus knows about members. Index is the member number, or the place in the order of the tree: whoever is above has a lower one, and
 * the company is the first.
 */
export interface LevelFacts {
  readonly above: Uint32Array;
  /** How many PPV thresholds were reached. */
  readonly reached: Uint8Array;
  /** 1 for whoever meets `payTo`. */
  readonly payable: Uint8Array;
  readonly ranks: Uint8Array;
  /** Active legs; only for plans that ask for them. */
  readonly legs: Uint32Array | undefined;
}

/** Rate of the level for whoever holds it; 0 for who is not paid. */
export function rateOf(level: Level, facts: LevelFacts, at: number): number {
  const paid = facts.payable[at] === 1 && reaches(level, facts, at);
  return paid ? (level.rates[facts.ranks[at] ?? 0] ?? 0) : 0;
}

/** One table a level; without dynamic compression all levels have the same. */
export function holderTables(levels: readonly Level[], how: Compression, facts: LevelFacts): Uint32Array[] {
  const made = new Map<string, Uint32Array>();
  return levels.map((level) => {
    const { threshold, rankAtLeast, activeLegsAtLeast } = level;
    const test = how.compression === 'dynamic' ? `${threshold} ${rankAtLeast} ${activeLegsAtLeast}` : '';
    const table = made.get(test) ?? holderTable(level, how, facts);
    made.set(test, table);
    return table;
  });
}

/**
 * For everybody: who holds a level whose search begins there; 0 when the search ends at the company, which earns nothing. Whoever is above comes
 * first, so one pass is enough and no chain is too deep.
 */
function holderTable(level: Level, how: Compression, facts: LevelFacts): Uint32Array {
  const holder = new Uint32Array(facts.above.length);
  for (let at = COMPANY_MEMBER + 1; at < holder.length; at += 1) holder[at] = holderAt(level, how, facts, at, holder);
  return holder;
}

/** @param holder the table as far as it is made */
export function holderAt(level: Level, how: Compression, facts: LevelFacts, at: number, holder: Uint32Array): number {
  return holdsLevel(level, how, facts, at) ? at : (holder[facts.above[at] ?? 0] ?? 0);
}

function holdsLevel(level: Level, { compression, lowest }: Compression, facts: LevelFacts, at: number): boolean {
  if (compression === 'none') return true;
  if (facts.payable[at] !== 1) return false;
  if (compression === 'skipBelowRank') return (facts.ranks[at] ?? 0) >= lowest;
  return compression === 'standard' || reaches(level, facts, at);
}

/** Whether the level is open: personal volume, rank and active legs. */
function reaches(level: Level, { reached, ranks, legs }: LevelFacts, at: number): boolean {
  return (
    (reached[at] ?? 0) >= level.threshold && (ranks[at] ?? 0) >= level.rankAtLeast && (legs?.[at] ?? 0) >= level.activeLegsAtLeast
  );
}

/** The same facts by place. In the order of the tree an upline stands near, and by number anywhere in memory. */
export function factsByPlace({ above, reached, payable, ranks, legs }: LevelFacts, { place }: Preorder): LevelFacts {
  const count = place.length;
  const byPlace = {
    above: new Uint32Array(count),
    reached: new Uint8Array(count),
    payable: new Uint8Array(count),
    ranks: new Uint8Array(count),
    legs: legs === undefined ? undefined : new Uint32Array(count),
  };
  for (let member = COMPANY_MEMBER; member < count; member += 1) {
    const at = place[member] ?? 0;
    byPlace.above[at] = place[above[member] ?? 0] ?? 0;
    byPlace.reached[at] = reached[member] ?? 0;
    byPlace.payable[at] = payable[member] ?? 0;
    byPlace.ranks[at] = ranks[member] ?? 0;
    if (byPlace.legs !== undefined) byPlace.legs[at] = legs?.[member] ?? 0;
  }
  return byPlace;
}
