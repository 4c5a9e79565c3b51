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
  /** All of it in one word, because each word of ten million members is another place in memory: see `wordOf`. */
  readonly words: Uint32Array;
  /** Active legs; only for plans that ask for them. */
  readonly legs: Uint32Array | undefined;
}

const PAYABLE = 1 << 16;

/**
 * @param reached how many PPV thresholds were reached, at most 255
 * @param rank number of the rank, at most 255
 * @param payable whether `payTo` is met
 */
export function wordOf(reached: number, rank: number, payable: boolean): number {
  return reached | (rank << 8) | (payable ? PAYABLE : 0);
}

export function rankIn(word: number): number {
  return (word >>> 8) & 0xff;
}

/** What holding or being paid for a level asks for. */
interface Test {
  readonly threshold: number;
  readonly rankAtLeast: number;
  readonly activeLegsAtLeast: number;
  /** 1 when `payTo` must be met. */
  readonly payable: 0 | 1;
}

const nothing: Test = { threshold: 0, rankAtLeast: 0, activeLegsAtLeast: 0, payable: 0 };

/** What is asked for holding a level. */
function testOf(level: Level, { compression, lowest }: Compression): Test {
  if (compression === 'none') return nothing;
  if (compression === 'standard') return { ...nothing, payable: 1 };
  if (compression === 'skipBelowRank') return { ...nothing, rankAtLeast: lowest, payable: 1 };
  return openTest(level);
}

/** What is asked for being paid. */
function openTest({ threshold, rankAtLeast, activeLegsAtLeast }: Level): Test {
  return { threshold, rankAtLeast, activeLegsAtLeast, payable: 1 };
}

/** Below zero when anything is missing. Without a jump, because the processor would guess every second one wrong. */
function lack({ threshold, rankAtLeast, activeLegsAtLeast, payable }: Test, word: number, legs: number): number {
  return ((word & 0xff) - threshold) | (rankIn(word) - rankAtLeast) | (legs - activeLegsAtLeast) | ((word & PAYABLE) - payable);
}

/** Rate of the level for whoever holds it; 0 for who is not paid. */
export function rateOf(level: Level, { words, legs }: LevelFacts, at: number): number {
  const word = words[at] ?? 0;
  return lack(openTest(level), word, legs?.[at] ?? 0) < 0 ? 0 : (level.rates[rankIn(word)] ?? 0);
}

/** One table a level; those of levels that ask for the same are the same. */
export function holderTables(levels: readonly Level[], how: Compression, facts: LevelFacts): Uint32Array[] {
  const made = new Map<string, Uint32Array>();
  return levels.map((level) => {
    const test = testOf(level, how);
    const asked = [test.threshold, test.rankAtLeast, test.activeLegsAtLeast].join(' ');
    const table = made.get(asked) ?? holderTable(test, facts);
    made.set(asked, table);
    return table;
  });
}

/**
 * For everybody: who holds a level whose search begins there; 0 when the search ends at the company, which earns nothing. Whoever is above comes
 * first, so one pass is enough and no chain is too deep.
 */
function holderTable(test: Test, { above, words, legs }: LevelFacts): Uint32Array {
  const holder = new Uint32Array(above.length);
  for (let at = COMPANY_MEMBER + 1; at < holder.length; at += 1) {
    const lacks = lack(test, words[at] ?? 0, legs?.[at] ?? 0) >> 31;
    holder[at] = (at & ~lacks) | ((holder[above[at] ?? 0] ?? 0) & lacks);
  }
  return holder;
}

/** One of them anew, of a plan that counts no legs. @param holder the table as it stands for whoever is above */
export function holderAt(level: Level, how: Compression, { above, words }: LevelFacts, at: number, holder: Uint32Array): number {
  return lack(testOf(level, how), words[at] ?? 0, 0) < 0 ? (holder[above[at] ?? 0] ?? 0) : at;
}

/**
 * The same facts by place. In the order of the tree an upline stands near, and by number anywhere in memory.
 * @param order of the tree in which `facts` go up
 */
export function factsByPlace({ words, legs }: LevelFacts, { place, size }: Preorder): LevelFacts {
  const count = place.length;
  // Side by side, so that each place is gone to once.
  const sizesAndWords = new Uint32Array(2 * count);
  const legsByPlace = legs === undefined ? undefined : new Uint32Array(count);
  for (let member = COMPANY_MEMBER; member < count; member += 1) {
    const at = place[member] ?? 0;
    sizesAndWords[2 * at] = size[member] ?? 0;
    sizesAndWords[2 * at + 1] = words[member] ?? 0;
    if (legsByPlace !== undefined) legsByPlace[at] = legs?.[member] ?? 0;
  }
  const above = new Uint32Array(count);
  const wordsByPlace = new Uint32Array(count);
  for (let at = COMPANY_MEMBER; at < count; at += 1) {
    wordsByPlace[at] = sizesAndWords[2 * at + 1] ?? 0;
    // Above stands the nearest before whose branch has not ended yet.
    let upline = at - 1;
    while (upline !== 0 && upline + (sizesAndWords[2 * upline] ?? 0) <= at) upline = above[upline] ?? 0;
    above[at] = upline;
  }
  return { above, words: wordsByPlace, legs: legsByPlace };
}
