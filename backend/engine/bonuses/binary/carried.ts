import { type BonusContext, type Column } from '../kind.ts';
import { type BinaryBonus } from './schema.ts';

export type Side = 'left' | 'right';

/** Columns of a bonus for one leg, the youngest volume first. */
export function legColumns({ id, carryExpiresAfter = 1 }: Pick<BinaryBonus, 'id' | 'carryExpiresAfter'>, side: Side): string[] {
  return Array.from({ length: carryExpiresAfter }, (_, age) => `binary.${id}.${side}.${age}`);
}

export function openedColumn({ id }: Pick<BinaryBonus, 'id'>): string {
  return `binary.${id}.opened`;
}

/** Name under which the difference of a leg travels. */
export function legName({ id }: Pick<BinaryBonus, 'id'>, side: Side): string {
  return `binary.${id}.${side}`;
}

/** What one leg carries from period to period, for all members. docs/plans.md section 16, rules 11 and 12. */
export interface CarriedLeg {
  /** Σ over all ages of what came in. */
  before(memberId: number): bigint;
  /** Keeps `rest` as the newest volume there is. `fresh` is the volume of this period, differences included. */
  keep(memberId: number, rest: bigint, fresh: bigint): void;
  readonly columns: readonly Column[];
  /** Σ over all ages of what goes out. */
  readonly total: Column;
}

export function openLeg(bonus: BinaryBonus, context: BonusContext, side: Side): CarriedLeg {
  const names = legColumns(bonus, side);
  const before = names.map((name) => context.columnBefore(name));
  const after = names.map(() => new BigInt64Array(context.memberCount + 1));
  const total = new BigInt64Array(context.memberCount + 1);
  const most = bonus.mostCarried === undefined ? undefined : BigInt(bonus.mostCarried);
  const expires = bonus.carryExpiresAfter !== undefined;

  function put(age: number, memberId: number, volume: bigint): void {
    const column = after[age];
    if (column !== undefined) column[memberId] = volume;
  }

  // What does not expire has one age; of a million members the loops over ages would cost half of all else.
  const [only = total] = before;
  const [youngest = total] = after;

  return {
    before: (memberId) => (expires ? before.reduce((sum, column) => sum + (column[memberId] ?? 0n), 0n) : (only[memberId] ?? 0n)),
    keep(memberId, rest, fresh) {
      let left = most !== undefined && rest > most ? most : rest;
      if (!expires) {
        youngest[memberId] = left;
        total[memberId] = left;
        return;
      }
      if (left <= 0n) {
        for (const age of names.keys()) put(age, memberId, age === 0 ? left : 0n);
        total[memberId] = left;
        return;
      }
      let kept = 0n;
      for (const age of names.keys()) {
        const there = age === 0 ? fresh : (before[age - 1]?.[memberId] ?? 0n);
        const part = there <= 0n ? 0n : there < left ? there : left;
        put(age, memberId, part);
        left -= part;
        kept += part;
      }
      total[memberId] = kept;
    },
    columns: names.map((name, age): Column => [name, after[age] ?? new BigInt64Array()]),
    total: [legName(bonus, side), total],
  };
}
