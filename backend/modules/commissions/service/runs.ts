import type { MemberEarning } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { addRun, readRunEarnings, readRuns } from '../repository.ts';
import { summarise } from '../rules.ts';
import type { CalculatedRun, StoredRun } from '../types.ts';
import type { Calculation } from './calculation.ts';
import type { CommissionsOptions } from './options.ts';

export interface Runs {
  /**
   * Calculates a closed period and writes the run down, once. Again gives the same run; a run that would differ is refused.
   * @throws UplineError COMMISSIONS.*
   */
  storeRun(period: number): Promise<{ stored: StoredRun; calculated: CalculatedRun }>;
  storedRun(period: number): Promise<StoredRun | undefined>;
  /** Newest first. */
  storedRuns(): Promise<StoredRun[]>;
  /** The rows of a stored run, by member number. */
  storedEarnings(period: number): Promise<MemberEarning[]>;
}

export function createRuns({ database, clock }: CommissionsOptions, calculation: Calculation): Runs {
  const storedRun = async (period: number): Promise<StoredRun | undefined> => (await readRuns(database.prisma, period))[0];
  return {
    storedRun,
    storedRuns: () => readRuns(database.prisma),
    storedEarnings: (period) => readRunEarnings(database.prisma, period),
    storeRun: async (period) => {
      const calculated = await calculation.closedRun(period, 'finalized');
      const { result, input } = calculated;
      const { planVersion, planHash, inputHash, stateRoot, root, total, leafCount, credited } = result;
      if ((await storedRun(period)) === undefined) {
        const figures = summarise(input, result);
        const run = { period, planVersion, planHash, inputHash, stateRoot, root, total, leafCount, added: credited, figures };
        await database.transaction((transaction) => addRun(transaction, run, result.earnings, clock.now()), { timeout: 120_000 });
      }
      const stored = await storedRun(period);
      const same = stored?.root === root && stored.stateRoot === stateRoot && stored.inputHash === inputHash;
      if (stored === undefined || !same || stored.total !== total) throw new UplineError('COMMISSIONS.RUN_DIFFERS', { period });
      return { stored, calculated };
    },
  };
}
