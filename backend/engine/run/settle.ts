import { UplineError } from '#kernel/errors/index.ts';
import { MAX_AMOUNT } from '../payout-tree/tree.ts';
import { growCarry, type CarryState } from '../state/carry.ts';
import { type Columns } from '../state/columns.ts';
import { SettledEarnings } from './earnings.ts';
import { type Earnings } from './types.ts';

/** What the lines of a period come to, for whoever has one. */
export interface Nets {
  /** Rising. */
  readonly members: Uint32Array;
  net(memberId: number): bigint;
}

/** What a period makes of one member's sums: debt is set off first, and what is left of a loss becomes debt. */
export function settle(
  cumulative: bigint,
  debt: bigint,
  net: bigint,
): { readonly credited: bigint; readonly cumulative: bigint; readonly debt: bigint } {
  const balance = net - debt;
  const credited = balance > 0n ? balance : 0n;
  return { credited, cumulative: cumulative + credited, debt: balance < 0n ? -balance : 0n };
}

/** Brings the sums of a period into the state: debt is set off first, `cumulative` never falls, what is left of a loss becomes debt. */
export function settleMembers(
  carryIn: CarryState,
  memberCount: number,
  nets: Nets,
  columns?: Columns,
): { readonly earnings: Earnings; readonly carryOut: CarryState; readonly credited: bigint } {
  const { cumulative, debt } = growCarry(carryIn, memberCount);
  let creditedInAll = 0n;
  for (const memberId of nets.members) {
    const after = settle(cumulative[memberId] ?? 0n, debt[memberId] ?? 0n, nets.net(memberId));
    if (after.cumulative > MAX_AMOUNT || after.debt > MAX_AMOUNT) throw new UplineError('ENGINE.AMOUNT_TOO_LARGE', { memberId });
    cumulative[memberId] = after.cumulative;
    debt[memberId] = after.debt;
    creditedInAll += after.credited;
  }
  const carryOut = {
    memberCount,
    cumulative,
    debt,
    total: carryIn.total + creditedInAll,
    ...(columns === undefined ? {} : { columns }),
  };
  return { earnings: new SettledEarnings(nets.members, carryIn, carryOut), carryOut, credited: creditedInAll };
}
