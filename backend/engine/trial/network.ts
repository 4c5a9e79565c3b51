import { ZERO_HASH } from '#kernel/hex.ts';
import { replayOutcomes, type ChainFacts, type PeriodFacts } from '../chronicle.ts';
import { volumesOf } from '../ledger/commitments.ts';
import { type Entries } from '../ledger/entry-table.ts';
import { knownOf, NO_VAULT } from '../network/run.ts';
import { type NetworkFacts } from '../network/read.ts';
import { type Plan } from '../plan/schema.ts';
import { budgetAfter } from '../run/cap.ts';
import { type MemberEarning, type PeriodOutcome, type Placement } from '../run/types.ts';

/** One period of a network on which plans are tried. */
export interface TrialPeriod {
  readonly memberCount: number;
  readonly entries: Entries;
  readonly left: ReadonlySet<number>;
  /** The file that it comes from: what it says of the past of its new members depends on the ranks of a plan. */
  readonly file?: Pick<NetworkFacts, 'file'>;
}

/** A network over several periods with no plan in it: any plan can be tried on it. */
export interface TrialNetwork {
  /** Names by member number; index 0 is not used. */
  readonly nameOf: (memberId: number) => string;
  readonly sponsorOf: Uint32Array;
  /** Missing where the chain has no placement tree: plans that walk it are refused then. */
  readonly placement?: Placement;
  readonly periods: readonly TrialPeriod[];
}

/** What figures are made of: little enough to be handed from one process to another. */
export interface TriedOutcome extends Pick<
  PeriodOutcome,
  'period' | 'memberCount' | 'netCv' | 'scale' | 'totalsByBonus' | 'capUsePpm' | 'active' | 'debtTotal'
> {
  readonly earnings: Iterable<Pick<MemberEarning, 'memberId' | 'net'>>;
}

/** A period under a plan. */
export interface Tried<Outcome extends TriedOutcome = TriedOutcome> {
  readonly period: TrialPeriod;
  readonly outcome: Outcome;
}

/** Calculates every period under the plan, each from what the one before it left. @throws UplineError ENGINE.* */
export function* tryPlan(plan: Plan, network: TrialNetwork): Generator<Tried<PeriodOutcome>, void> {
  let budget = 0n;
  let firstEntry = 0;
  const periods = network.periods.map(({ memberCount, entries, left, file }, index): PeriodFacts => {
    const { netCv, instant } = volumesOf(entries);
    budget = budgetAfter(budget, netCv, plan.cap.ratePpm, instant);
    const facts = {
      period: index + 1,
      planVersion: 1,
      memberCount,
      firstEntry,
      entries,
      runningHash: ZERO_HASH,
      budget,
      left,
      ...(file === undefined ? {} : { known: knownOf(plan, file) }),
    };
    firstEntry += entries.length;
    return facts;
  });
  const { sponsorOf, placement } = network;
  const facts: ChainFacts = { domain: NO_VAULT, sponsorOf, periods, ...(placement === undefined ? {} : { placement }) };
  for (const { result } of replayOutcomes(facts, new Map([[1, plan]]))) {
    const period = network.periods[result.period - 1];
    if (period !== undefined) yield { period, outcome: result };
  }
}
