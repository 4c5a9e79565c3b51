import { asksForNewCustomers } from '../bonuses/registry.ts';
import { openLedger, type LedgerReader } from '../ledger/orders.ts';
import { openRun } from '../run/open.ts';
import { outcomeOf } from '../run/run.ts';
import { type PeriodOutcome, type RunInput } from '../run/types.ts';
import { openFollowing, type Following } from './follow.ts';

/** A period that is still going on, calculated again and again as entries and members are added. Decisions 0017 and 0019. */
export interface Estimate {
  /**
   * Exactly what `calculatePeriod(input)` gives. When the input grew out of the one before, only what is new is read; when it did not
   * (another period, something taken back), everything is. `touchedOrders` of the outcome goes on with the estimate.
   * @throws UplineError ENGINE.* for facts that cannot be
   */
  of(input: RunInput): PeriodOutcome;
}

export function openEstimate(): Estimate {
  let before: RunInput | undefined;
  let ledger: LedgerReader | undefined;
  let following: Following | undefined;
  let refused = false;

  /** @returns what has read all entries, and whether it had read some before */
  function read(input: RunInput): { reader: LedgerReader; grew: boolean } {
    const known = before !== undefined && ledger !== undefined && growsFrom(before, input, ledger) ? before : undefined;
    if (known === undefined || ledger === undefined) ledger = openLedger(input, asksForNewCustomers(input.plan));
    // What fails half-way must not be taken for read.
    before = undefined;
    ledger.add(input.entries.slice(known?.entries.length ?? 0), input.memberCount, input.earlierOrders);
    before = input;
    return { reader: ledger, grew: known !== undefined };
  }

  return {
    of: (input) => {
      const kept = following;
      // What fails half-way must not be gone on with either.
      following = undefined;
      const { reader, grew } = read(input);
      // Whoever asks once is not asked to wait for what would make a second answer quick.
      const next = grew ? (kept ?? (refused ? undefined : openFollowing(input, reader))) : undefined;
      refused = grew && next === undefined;
      const outcome = next?.follow(input);
      if (next !== undefined && !next.lost) following = next;
      if (outcome !== undefined) return outcome;
      const { refunds, anomalies, ...rest } = reader.read();
      return outcomeOf(input, openRun(input, { ...rest, refunds: [...refunds], anomalies: [...anomalies] }));
    },
  };
}

/**
 * Whether an input says all that another one said of entries, and perhaps more. Trees and budget may be others, because a run is made anew
 * of them; earlier orders hang on what was carried in, and who asks for new customers on the plan.
 */
function growsFrom(before: RunInput, input: RunInput, ledger: LedgerReader): boolean {
  const same =
    before.period === input.period &&
    before.plan === input.plan &&
    before.carryIn === input.carryIn &&
    before.firstEntry === input.firstEntry &&
    before.memberCount <= input.memberCount &&
    before.entries.length <= input.entries.length;
  if (!same || !before.entries.every((entry, index) => entry === input.entries[index])) return false;
  // An entry paid nothing because its member was not known; now the member may be.
  const grew = before.memberCount < input.memberCount;
  return !grew || ledger.read().anomalies.every(({ reason }) => reason !== 'unknownMember');
}
