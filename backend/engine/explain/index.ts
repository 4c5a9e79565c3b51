import { bareLines, fullLine } from '../run/lines.ts';
import { openRun } from '../run/open.ts';
import { settleMembers } from '../run/settle.ts';
import { type Line, type RunInput, type Scale } from '../run/types.ts';

/** Why a member's period came to what it did. Σ lines = net; net less earlier debt, if positive, = credited. */
export interface Explanation {
  readonly period: number;
  readonly memberId: number;
  readonly ppv: bigint;
  readonly active: boolean;
  /** Id of the rank of the period; undefined without one. */
  readonly rank: string | undefined;
  readonly lines: readonly Line[];
  readonly net: bigint;
  readonly debtBefore: bigint;
  readonly credited: bigint;
  readonly debt: bigint;
  readonly cumulative: bigint;
  readonly scale: Scale;
}

/** All lines of one member in one period, made anew from the facts; nobody's lines are stored. @throws UplineError ENGINE.* */
export function explain(input: RunInput, memberId: number): Explanation {
  const run = openRun(input);
  const lines: Line[] = [];
  for (const line of bareLines(run)) {
    if (line.share.memberId === memberId) lines.push(fullLine(line));
  }
  const net = lines.reduce((sum, line) => sum + line.amount, 0n);
  const { earnings, carryOut } = settleMembers(input.carryIn, input.memberCount, { members: [memberId], net: () => net });
  return {
    period: input.period,
    memberId,
    ppv: run.own.ppv[memberId] ?? 0n,
    active: run.own.flags.get('active')?.[memberId] === 1,
    rank: input.plan.ranks?.steps[(run.own.rank[memberId] ?? 0) - 1]?.id,
    lines,
    net,
    debtBefore: input.carryIn.debt[memberId] ?? 0n,
    credited: earnings[0]?.credited ?? 0n,
    debt: carryOut.debt[memberId] ?? 0n,
    cumulative: carryOut.cumulative[memberId] ?? 0n,
    scale: run.own.scale,
  };
}

/** Every line of a period, in the order of the run: for exports and checks. */
export function* periodLines(input: RunInput): Generator<Line> {
  for (const line of bareLines(openRun(input))) yield fullLine(line);
}
