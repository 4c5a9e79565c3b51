import { setImmediate } from 'node:timers/promises';
import type { MemberEarning } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { inTransaction } from '#platform/transaction.ts';
import { addRun, readRunEarnings, readRuns } from '../repository.ts';
import { summariseStepwise } from '../rules.ts';
import type { Calculated, CalculatedRun, RunFigures, RunProgress, StoredRun } from '../types.ts';
import type { Calculation } from './calculation.ts';
import type { CommissionsOptions } from './options.ts';

export interface Runs {
  /**
   * Calculates a closed period and writes the run down, once. Again gives the same run; a run that would differ is refused.
   * @param report is told how far it has come
   * @throws UplineError COMMISSIONS.*
   */
  storeRun(period: number, report?: (progress: RunProgress) => void): Promise<{ stored: StoredRun; calculated: CalculatedRun }>;
  storedRun(period: number): Promise<StoredRun | undefined>;
  /** Newest first. */
  storedRuns(): Promise<StoredRun[]>;
  /** The rows of a stored run, by member number. */
  storedEarnings(period: number): Promise<MemberEarning[]>;
}

export function createRuns({ database, clock }: CommissionsOptions, calculation: Calculation): Runs {
  const storedRun = async (period: number): Promise<StoredRun | undefined> => (await readRuns(database.pool, period))[0];
  return {
    storedRun,
    storedRuns: () => readRuns(database.pool),
    storedEarnings: (period) => readRunEarnings(database.pool, period),
    storeRun: async (period, report = () => undefined) => {
      report({ step: 'calculating', donePpm: 0 });
      const calculated = await calculation.closedRun(period, 'finalized');
      const { result } = calculated;
      const { planVersion, planHash, inputHash, stateRoot, root, total, leafCount, credited } = result;
      if ((await storedRun(period)) === undefined) {
        const figures = await summariseInPieces(calculated, report);
        report({ step: 'writing', donePpm: 0 });
        const run = { period, planVersion, planHash, inputHash, stateRoot, root, total, leafCount, added: credited, figures };
        await inTransaction(database, (client) => addRun(client, run, result.earnings, clock.now()));
      }
      const stored = await storedRun(period);
      const same = stored?.root === root && stored.stateRoot === stateRoot && stored.inputHash === inputHash;
      if (stored === undefined || !same || stored.total !== total) throw new UplineError('COMMISSIONS.RUN_DIFFERS', { period });
      return { stored, calculated };
    },
  };
}

/** Others are answered between the pieces: whoever watches the run as well. */
async function summariseInPieces({ input, result }: Calculated, report: (progress: RunProgress) => void): Promise<RunFigures> {
  report({ step: 'checking', donePpm: 0 });
  const summing = summariseStepwise(input, result);
  for (;;) {
    await setImmediate();
    const { done, value } = summing.next();
    if (done === true) return value;
    report({ step: 'checking', donePpm: value });
  }
}
