import { UplineError } from '#kernel/errors/index.ts';
import { MAX_AMOUNT } from '../payout-tree/tree.ts';
import { growCarry, type CarryState } from '../state/carry.ts';
import { type Columns } from '../state/columns.ts';
import { type MemberEarning } from './types.ts';

/** What the lines of a period come to, for whoever has one. */
export interface Nets {
  /** Rising. */
  readonly members: Iterable<number>;
  net(memberId: number): bigint;
}

/** Brings the sums of a period into the state: debt is set off first, `cumulative` never falls, what is left of a loss becomes debt. */
export function settleMembers(
  carryIn: CarryState,
  memberCount: number,
  nets: Nets,
  columns?: Columns,
): { readonly earnings: MemberEarning[]; readonly carryOut: CarryState; readonly credited: bigint } {
  const { cumulative, debt } = growCarry(carryIn, memberCount);
  const earnings: MemberEarning[] = [];
  let creditedInAll = 0n;
  for (const memberId of nets.members) {
    const net = nets.net(memberId);
    const balance = net - (debt[memberId] ?? 0n);
    const credited = balance > 0n ? balance : 0n;
    const after = { cumulative: (cumulative[memberId] ?? 0n) + credited, debt: balance < 0n ? -balance : 0n };
    if (after.cumulative > MAX_AMOUNT || after.debt > MAX_AMOUNT) throw new UplineError('ENGINE.AMOUNT_TOO_LARGE', { memberId });
    cumulative[memberId] = after.cumulative;
    debt[memberId] = after.debt;
    creditedInAll += credited;
    earnings.push({ memberId, net, credited, ...after });
  }
  const carryOut = {
    memberCount,
    cumulative,
    debt,
    total: carryIn.total + creditedInAll,
    ...(columns === undefined ? {} : { columns }),
  };
  return { earnings, carryOut, credited: creditedInAll };
}
