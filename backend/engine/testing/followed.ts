import { expect } from 'vitest';
import { openFollowing, type Following } from '../estimate/follow.ts';
import { calculatePeriod, replayOutcomes, type ChainFacts, type Plan, type PeriodOutcome, type RunInput } from '../index.ts';
import { openLedger } from '../ledger/orders.ts';

/** Everything that an outcome says. */
export function said({ touchedOrders, ...rest }: PeriodOutcome): unknown {
  return { ...rest, touchedOrders: new Map(touchedOrders) };
}

/** The last month of a history, with more budget than it needs: that of its end knows of refunds that have not come yet. */
export function lastMonth(facts: ChainFacts, plans: ReadonlyMap<number, Plan>): RunInput {
  const month = [...replayOutcomes(facts, plans)].at(-1);
  if (month === undefined) throw new Error('no month');
  return { ...month.input, budget: 2n ** 60n };
}

/** A month of which so many entries have come, made ready to be followed. @returns what is answered when so many have come */
export function followingFrom(input: RunInput, known: number): (entries: number) => Answer {
  const ledger = openLedger(input);
  const upTo = (entries: number): RunInput => ({ ...input, entries: input.entries.slice(0, entries) });
  let read = known;
  ledger.add(upTo(known).entries, input.memberCount, input.earlierOrders);
  const following = openFollowing(upTo(known), ledger);
  return (entries) => {
    ledger.add(input.entries.slice(read, entries), input.memberCount, input.earlierOrders);
    read = entries;
    return { following, outcome: following?.follow(upTo(entries)), full: calculatePeriod(upTo(entries)) };
  };
}

/** An answer must be a followed one, and say what a full run says; to be asked before more entries come. */
export function expectSame({ outcome, full }: Answer, about?: string): void {
  expect(outcome && said(outcome), about).toStrictEqual(said(full));
}

interface Answer {
  readonly following: Following | undefined;
  /** Undefined when it was not followed. */
  readonly outcome: PeriodOutcome | undefined;
  readonly full: PeriodOutcome;
}

/**
 * Follows the last month of a history entry by entry, beginning at each of its moments. Every answer must be a followed one and say what a full run
 * says; those since the first moment must still say it in the end.
 * @returns the last answer
 */
export function expectFollowed(facts: ChainFacts, plans: ReadonlyMap<number, Plan>): PeriodOutcome {
  const input = lastMonth(facts, plans);
  const count = input.entries.length;
  for (let known = 0; known <= count; known += 1) {
    const follow = followingFrom(input, known);
    const answers = [];
    for (let entries = known; entries <= count; entries += 1) {
      const answer = follow(entries);
      const about = `entry ${entries}, followed since ${known}`;
      expectSame(answer, about);
      const { outcome, full } = answer;
      if (known === 0) answers.push({ about, outcome: { ...outcome, touchedOrders: 0 }, full: { ...full, touchedOrders: 0 } });
    }
    // Of an answer only the touched orders go on with the month.
    for (const { about, outcome, full } of answers) expect(outcome, about).toStrictEqual(full);
  }
  return calculatePeriod(input);
}
