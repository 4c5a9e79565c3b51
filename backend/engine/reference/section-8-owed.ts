import { type ReferenceLine } from './facts.ts';
import { of } from './section-3-volumes.ts';

/** Section 8: debt from before is set off first; what is left above zero is credited, what is below is the debt that is carried. */
export function section8Owed(
  lines: readonly ReferenceLine[],
  cumulativeBefore: ReadonlyMap<number, bigint>,
  debtBefore: ReadonlyMap<number, bigint>,
): { cumulative: Map<number, bigint>; debt: Map<number, bigint> } {
  const net = new Map<number, bigint>();
  for (const { memberId, amount } of lines) net.set(memberId, of(net, memberId) + amount);
  const cumulative = new Map(cumulativeBefore);
  const debt = new Map(debtBefore);
  for (const [memberId, amount] of net) {
    const left = amount - of(debtBefore, memberId);
    if (left > 0n) cumulative.set(memberId, of(cumulativeBefore, memberId) + left);
    debt.set(memberId, left < 0n ? -left : 0n);
  }
  return { cumulative, debt };
}
