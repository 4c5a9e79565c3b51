import { bareLines, fullLine } from '../run/lines.ts';
import { openRun } from '../run/open.ts';
import { settle } from '../run/settle.ts';
import { lineFinder } from './finder.ts';
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

/** A period made ready to be asked about many members, each answered from their own orders alone. */
export interface Explainer {
  explain(memberId: number): Explanation;
}

/** Calculates what all members share once. It holds on to the facts of the period as long as it lives. @throws UplineError ENGINE.* */
export function openExplainer(input: RunInput): Explainer {
  const run = openRun(input);
  const linesOf = lineFinder(run, input);
  return {
    explain(memberId) {
      const lines = [...linesOf(memberId)].map((line) => fullLine(line));
      const net = lines.reduce((sum, line) => sum + line.amount, 0n);
      const debtBefore = input.carryIn.debt[memberId] ?? 0n;
      const settled = settle(input.carryIn.cumulative[memberId] ?? 0n, debtBefore, net);
      return {
        period: input.period,
        memberId,
        ppv: run.own.ppv[memberId] ?? 0n,
        active: run.own.flags.get('active')?.[memberId] === 1,
        rank: input.plan.ranks?.steps[(run.own.rank[memberId] ?? 0) - 1]?.id,
        lines,
        net,
        debtBefore,
        ...settled,
        scale: run.own.scale,
      };
    },
  };
}

/** All lines of one member in one period, made anew from the facts; nobody's lines are stored. @throws UplineError ENGINE.* */
export function explain(input: RunInput, memberId: number): Explanation {
  return openExplainer(input).explain(memberId);
}

/** Every line of a period, in the order of the run: for exports and checks. */
export function* periodLines(input: RunInput): Generator<Line> {
  for (const line of bareLines(openRun(input))) yield fullLine(line);
}
