import { canonicalText } from '../canonical.ts';
import { keccak } from '../hash.ts';

/** What is remembered from period to period beside money: one signed number per member and column. docs/plans.md section 13. */
export interface Columns {
  /** Rank ids of the plan that wrote them: numbers of ranks in columns count these from 1. */
  readonly ranks: readonly string[];
  /** Index is the member number. */
  readonly values: ReadonlyMap<string, BigInt64Array>;
}

/** What refunds of a period change in what earlier periods carried, by the name under which a bonus reads it. */
export type Differences = ReadonlyMap<string, BigInt64Array>;

/** Columns that hold numbers of ranks. */
const RANK_COLUMNS = new Set(['title', 'grace.rank']);

/** A copy of a column with room for `memberCount` members; zeros when there is none. Numbers of ranks are those of `ranks`. */
export function columnFrom(
  before: Columns | undefined,
  name: string,
  memberCount: number,
  ranks: readonly string[],
): BigInt64Array {
  const column = new BigInt64Array(memberCount + 1);
  const values = before?.values.get(name);
  if (before === undefined || values === undefined) return column;
  column.set(values.subarray(0, memberCount + 1));
  if (!RANK_COLUMNS.has(name) || before.ranks.join(' ') === ranks.join(' ')) return column;
  const numbers = renumbered(before.ranks, ranks);
  return column.map((rank) => BigInt(numbers[Number(rank)] ?? 0));
}

/** The new number of every old rank: of the same id, or of the next lower old one that is still there, or 0. */
function renumbered(before: readonly string[], now: readonly string[]): number[] {
  const numbers = [0];
  for (const [index, id] of before.entries()) numbers.push(now.includes(id) ? now.indexOf(id) + 1 : (numbers[index] ?? 0));
  return numbers;
}

const encoder = new TextEncoder();

/** keccak256 over all columns in the order of their names. Bytes: docs/audit.md section 5. */
export function columnsHash({ ranks, values }: Columns, memberCount: number): Uint8Array {
  const names = [...values.keys()].sort();
  const size = 32 + memberCount * 8;
  const bytes = new Uint8Array(names.length * size + 32);
  const view = new DataView(bytes.buffer);
  names.forEach((name, place) => {
    bytes.set(keccak(encoder.encode(name)), place * size);
    const column = values.get(name);
    for (let member = 1; member <= memberCount; member += 1) {
      view.setBigInt64(place * size + 24 + member * 8, column?.[member] ?? 0n);
    }
  });
  bytes.set(keccak(encoder.encode(canonicalText(ranks))), names.length * size);
  return keccak(bytes);
}
