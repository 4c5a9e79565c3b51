import { asksForNewCustomers } from '../bonuses/registry.ts';
import { EntryTable } from '../ledger/entry-table.ts';
import { openLedger, type LedgerReader } from '../ledger/orders.ts';
import { openRun } from '../run/open.ts';
import { outcomeOf } from '../run/run.ts';
import { type PeriodOutcome, type RunInput } from '../run/types.ts';
import { openFollowing, sameTrees, type Following } from './follow.ts';

/** A period that is still going on, calculated again and again as entries and members are added. Decisions 0017 and 0019. */
export interface Estimate {
  /**
   * Exactly what `calculatePeriod(input)` gives. When the input grew out of the one before, only what is new is read; when it did not
   * (another period, something taken back), everything is. `touchedOrders` of the outcome goes on with the estimate.
   * @throws UplineError ENGINE.* for facts that cannot be
   */
  of(input: RunInput): PeriodOutcome;
}

/**
 * Making everything ready costs about as much as two answers: whoever asks once does not wait for it, nor is it made again and again while
 * members join.
 */
const STEADY = 2;

/** What was asked last, and what has read its entries. */
interface Told {
  readonly input: RunInput;
  readonly ledger: LedgerReader;
}

export function openEstimate(): Estimate {
  let told: Told | undefined;
  let following: Following | undefined;
  /** How many inputs in a row had only entries more than the one before; −1 for a period that cannot be followed. */
  let steady = 0;

  /** @returns what has read all entries */
  function read(input: RunInput): LedgerReader {
    const known = told !== undefined && growsFrom(told, input) ? told : undefined;
    const ledger = known?.ledger ?? openLedger(input, asksForNewCustomers(input.plan));
    if (known === undefined) steady = 0;
    else if (steady >= 0) steady = sameTrees(known.input, input) ? steady + 1 : 0;
    // What fails half-way must not be taken for read.
    told = undefined;
    ledger.add(input.entries.slice(known?.input.entries.length ?? 0), input.memberCount, input.earlierOrders);
    told = { input, ledger };
    return ledger;
  }

  return {
    of: (input) => {
      const kept = following;
      // What fails half-way must not be gone on with either.
      following = undefined;
      const reader = read(input);
      const next = steady < STEADY ? undefined : (kept ?? openFollowing(input, reader));
      if (steady >= STEADY && next === undefined) steady = -1;
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
function growsFrom({ input: before, ledger }: Told, input: RunInput): boolean {
  const same =
    before.period === input.period &&
    before.plan === input.plan &&
    before.carryIn === input.carryIn &&
    before.firstEntry === input.firstEntry &&
    before.memberCount <= input.memberCount;
  if (!same || !EntryTable.of(input.entries).startsWith(EntryTable.of(before.entries))) return false;
  // An entry paid nothing because its member was not known; now the member may be.
  const grew = before.memberCount < input.memberCount;
  return !grew || ledger.read().anomalies.every(({ reason }) => reason !== 'unknownMember');
}
