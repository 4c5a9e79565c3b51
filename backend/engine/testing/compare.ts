import { expect } from 'vitest';
import { periodLines, replayOutcomes, type ChainFacts, type Line, type Plan } from '../index.ts';
import { referenceHistory, type History, type ReferenceLine } from '../reference/index.ts';

/** A line as both engines know it: who, why, how much. Lines of nothing are left out. */
function words({ bonusId, memberId, level, sourceMemberId, orderRef, entry, amount, passedOver }: Line | ReferenceLine): string {
  return `${bonusId}: member ${memberId}, level ${level}, source ${sourceMemberId}, order ${orderRef}, entry ${entry}, ${amount}, past [${passedOver.join(' ')}]`;
}

/**
 * Runs a history through both engines; every line, rank, limit, debt and sum of every month must be the same.
 * @returns number of lines by bonus, so that a test can see that it compared something
 */
export function expectTwinsAgree(
  facts: ChainFacts & Omit<History, 'sponsorOf' | 'periods'>,
  plans: ReadonlyMap<number, Plan>,
): ReadonlyMap<string, number> {
  const compared = new Map<string, number>();
  const reference = referenceHistory(facts, plans);
  for (const { input, result } of replayOutcomes(facts, plans)) {
    const twin = reference[input.period - 1];
    for (const { bonusId } of twin?.lines ?? []) compared.set(bonusId, (compared.get(bonusId) ?? 0) + 1);
    const about = `period ${input.period}`;
    const sorted = (lines: readonly (Line | ReferenceLine)[]): string[] =>
      lines
        .filter(({ amount }) => amount !== 0n)
        .map(words)
        .sort();
    expect(sorted([...periodLines(input)]), about).toEqual(sorted(twin?.lines ?? []));
    expect([result.scale.limit, result.scale.gross], about).toEqual([twin?.limit, twin?.gross]);
    expect(
      result.anomalies.map(({ entry, reason }) => [entry, reason]),
      about,
    ).toEqual(twin?.anomalies);
    expect(columnsOf(result.carryOut.columns?.values), about).toEqual(columnsOf(twin?.columns));
    for (let memberId = 1; memberId <= result.memberCount; memberId += 1) {
      expect(
        {
          memberId,
          ppv: result.ppv[memberId],
          rank: result.rank[memberId],
          cumulative: result.carryOut.cumulative[memberId],
          debt: result.carryOut.debt[memberId],
        },
        about,
      ).toEqual({
        memberId,
        ppv: twin?.ppv.get(memberId) ?? 0n,
        rank: twin?.rank.get(memberId) ?? 0,
        cumulative: twin?.cumulative.get(memberId) ?? 0n,
        debt: twin?.debt.get(memberId) ?? 0n,
      });
    }
  }
  return compared;
}

/** Columns without what is 0 anyway. */
function columnsOf(
  columns: ReadonlyMap<string, BigInt64Array | ReadonlyMap<number, bigint>> | undefined,
): Record<string, string> {
  const words = [...(columns ?? [])].map(([name, column]) => {
    const held = [...column.entries()].filter(([, value]) => value !== 0n);
    return [name, held.map(([memberId, value]) => `${memberId}: ${value}`).join(', ')] as const;
  });
  return Object.fromEntries(words.filter(([, held]) => held !== ''));
}
