import { bareLines, fullLine, takeAmounts, type TakeAmount } from '../run/lines.ts';
import { openRun } from '../run/open.ts';
import { type Line, type RunInput } from '../run/types.ts';
import { openExplainer, type Explanation } from './explainer.ts';

export { openExplainer, type Explainer, type Explanation } from './explainer.ts';
export { type Grounds, type OrderPart } from './grounds.ts';
export { type MissingBonus, type MissingRank } from './missing.ts';
export { type Need } from './needs.ts';

/** One member of one period; whoever asks about several opens an explainer and asks that. @throws UplineError ENGINE.* */
export function explain(input: RunInput, memberId: number): Explanation {
  return openExplainer(input).explain(memberId);
}

/** Every line of a period, in the order of the run: for exports and checks. */
export function* periodLines(input: RunInput): Generator<Line> {
  for (const line of bareLines(openRun(input))) yield fullLine(line);
}

/**
 * Hands the same lines to `take`, with only what sums need: nobody is looked for who was passed over, which is most of the work.
 * It pauses now and then, at which it gives the number of lines since the last pause.
 */
export function eachAmount(input: RunInput, take: TakeAmount): Generator<number, void> {
  return takeAmounts(openRun(input), take);
}
