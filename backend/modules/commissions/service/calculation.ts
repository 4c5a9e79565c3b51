import {
  budgetAfter,
  calculatePeriod,
  committed,
  emptyCarry,
  namedOrders,
  openEstimate,
  prepareHashing,
  runPeriod,
  stateOf,
  volumesOf,
  type OrdersByRef,
  type PeriodOutcome,
  type RunInput,
  type RunResult,
} from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import type { ClosedPeriod, FollowedFacts, Level, PeriodFacts } from '#mirror/read/index.ts';
import type { Calculated, CalculatedRun } from '../types.ts';
import type { CommissionsOptions } from './options.ts';
import { stateRootBeside, type StateRootBeside } from './state-root.ts';

/**
 * Periods calculated from the mirror, each on what those before it left. A closed period is calculated once and kept in memory
 * (the chain may still lose it: then the key differs and it is calculated anew). The open one is followed: what was recorded since the last
 * question is added, and everything is read anew when the mirror has taken something back. Decision 0017.
 */
export interface Calculation {
  /**
   * A closed period with tree and commitments.
   * @param level `finalized`: only when the close cannot be undone
   * @throws UplineError COMMISSIONS.PERIOD_OPEN, COMMISSIONS.NOT_FINAL, COMMISSIONS.RUN_DIFFERS, ENGINE.*
   */
  closedRun(period: number, level?: Level): Promise<CalculatedRun>;
  /** All closed periods from 1 to `upTo`, in order. @throws UplineError as `closedRun` */
  closedRuns(upTo: number): Promise<CalculatedRun[]>;
  /** The open period as if it closed now; undefined when it has no plan, as the founding period. */
  openOutcome(): Promise<Calculated | undefined>;
  /** Either of them. @throws UplineError SETTLEMENT.UNKNOWN_PERIOD, COMMISSIONS.* */
  outcomeOf(period: number): Promise<Calculated>;
}

interface Kept<Outcome extends PeriodOutcome> {
  readonly key: string;
  readonly calculated: Promise<Calculated<Outcome>>;
}

/** Before the first period: always the same one, so that an estimate sees that nothing else came in. */
const nothingCarried = emptyCarry();

/** Orders of all earlier periods as they stand after the last of them. Each period is asked, the newest first: a map of all would be copies. */
function ordersAfter(earlier: readonly CalculatedRun[]): OrdersByRef {
  const newestFirst = earlier.map(({ result }) => result.touchedOrders).toReversed();
  return {
    get: (orderRef) => {
      for (const touched of newestFirst) {
        const order = touched.get(orderRef);
        if (order !== undefined) return order;
      }
      return undefined;
    },
    [Symbol.iterator]: () => new Map(earlier.flatMap(({ result }) => [...result.touchedOrders])).entries(),
  };
}

/** From so many members on, a thread is quicker than what it takes to start it. */
const GREAT = 100_000;

async function runBeside(input: RunInput, beside: StateRootBeside): Promise<RunResult> {
  const outcome = calculatePeriod(input);
  const asked = beside.of(stateOf(outcome));
  const run = committed(input, outcome);
  return { ...run, stateRoot: await asked };
}

export function createCalculation({ mirror, plans, domain, placementWidth }: CommissionsOptions): Calculation {
  const closed = new Map<number, Kept<CalculatedRun['result']>>();
  let open: Kept<PeriodOutcome> | undefined;
  const estimate = openEstimate();
  let followed: FollowedFacts | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** What a fresh input looks like. `earlier` are all periods from 1 to the one before, in order. */
  function inputOf(facts: PeriodFacts, budget: bigint, earlier: readonly CalculatedRun[]): RunInput {
    const { period, plan, memberCount, sponsorOf, placement, firstEntry, entries, runningHash } = facts;
    const carryIn = earlier.at(-1)?.result.carryOut ?? nothingCarried;
    const read = plans.versionOf(plan).plan;
    const memories = new Map(earlier.map(({ result }) => [result.period, result.memory]));
    return {
      period,
      plan: read,
      planVersion: plan.version,
      memberCount,
      sponsorOf,
      ...(placementWidth === 0 ? {} : { placement }),
      firstEntry,
      entries,
      runningHash,
      budget,
      domain,
      carryIn,
      earlierOrders: namedOrders(entries, ordersAfter(earlier), memories, read),
      memories,
    };
  }

  async function calculateClosed(
    period: number,
    frozen: ClosedPeriod,
    earlier: readonly CalculatedRun[],
  ): Promise<CalculatedRun> {
    const beside = frozen.memberCount < GREAT ? undefined : stateRootBeside();
    try {
      const facts = await mirror.periodFacts(period, 'confirmed');
      if (facts?.closed === undefined) throw new UplineError('COMMISSIONS.PERIOD_OPEN', { period });
      const input = inputOf(facts, facts.closed.budget, earlier);
      await prepareHashing();
      const result = beside === undefined ? runPeriod(input) : await runBeside(input, beside);
      // What we calculated from must be what the contract froze.
      if (result.inputHash !== frozen.inputHash) throw new UplineError('COMMISSIONS.RUN_DIFFERS', { period });
      return { input, result, asOf: { block: frozen.block, time: frozen.closedAt } };
    } finally {
      await beside?.end();
    }
  }

  async function closedRuns(upTo: number): Promise<CalculatedRun[]> {
    if (upTo < FIRST_PERIOD) return [];
    const generation = (await mirror.checkpoint())?.generation ?? 0;
    const frozen = new Map((await mirror.closedPeriods()).map((period) => [period.period, period]));
    const runs: CalculatedRun[] = [];
    for (let period = FIRST_PERIOD; period <= upTo; period += 1) {
      const facts = frozen.get(period);
      if (facts === undefined) throw new UplineError('COMMISSIONS.PERIOD_OPEN', { period });
      const key = `${generation}:${facts.inputHash}`;
      let kept = closed.get(period);
      if (kept?.key !== key) {
        kept = { key, calculated: calculateClosed(period, facts, [...runs]) };
        closed.set(period, kept);
        // A failure must not be kept: the next asker tries again.
        kept.calculated.catch(() => closed.delete(period));
      }
      runs.push(await kept.calculated);
    }
    return runs;
  }

  /** One at a time: each goes on from where the one before it stopped. */
  function calculateOpen(period: number): Promise<Calculated> {
    const result = queue.then(() => followOpen(period));
    queue = result.catch(() => undefined);
    return result;
  }

  async function followOpen(period: number): Promise<Calculated> {
    const generation = (await mirror.checkpoint())?.generation;
    const earlier = await closedRuns(period - 1);
    followed = await mirror.openFacts(followed);
    // It closed, or its plan was lost in a reorganisation, since we asked which period is open.
    if (followed === undefined || followed.facts.period !== period) throw new UplineError('COMMISSIONS.MOVED_ON', { period });
    const { facts } = followed;
    // The closed periods and the open one must be of the same history.
    if (followed.generation !== generation) throw new UplineError('COMMISSIONS.MOVED_ON', { period });
    const { netCv, instant } = volumesOf(facts.entries);
    const before = (await mirror.closedPeriod(period - 1))?.budget ?? 0n;
    const input = inputOf(facts, budgetAfter(before, netCv, facts.plan.capPpm, instant), earlier);
    return { input, result: estimate.of(input), asOf: facts.asOf };
  }

  async function openOutcome(attempts = 3): Promise<Calculated | undefined> {
    try {
      return await openOutcomeOnce();
    } catch (error) {
      const movedOn = error instanceof UplineError && error.code === 'COMMISSIONS.MOVED_ON';
      if (!movedOn || attempts === 1) throw error;
      return openOutcome(attempts - 1);
    }
  }

  async function openOutcomeOnce(): Promise<Calculated | undefined> {
    const period = await mirror.currentPeriod();
    const checkpoint = await mirror.checkpoint();
    if (period < FIRST_PERIOD || checkpoint === undefined) return undefined;
    if ((await mirror.planForPeriod(period)) === undefined) return undefined;
    const { generation, seqs } = checkpoint;
    const key = [generation, period, seqs.volumeLedger, seqs.genealogy, seqs.planRegistry].join(':');
    if (open?.key !== key) {
      open = { key, calculated: calculateOpen(period) };
      const started = open;
      started.calculated.catch(() => {
        if (open === started) open = undefined;
      });
    }
    const calculated = await open.calculated;
    // Nothing was recorded since, so the figures stand for the newest block too.
    return { ...calculated, asOf: checkpoint.confirmed };
  }

  async function closedRun(period: number, level: Level = 'confirmed'): Promise<CalculatedRun> {
    if ((await mirror.closedPeriod(period, level)) === undefined) {
      const waits = level === 'finalized' && (await mirror.closedPeriod(period)) !== undefined;
      throw new UplineError(waits ? 'COMMISSIONS.NOT_FINAL' : 'COMMISSIONS.PERIOD_OPEN', { period });
    }
    const run = (await closedRuns(period)).at(-1);
    if (run === undefined) throw new UplineError('COMMISSIONS.PERIOD_OPEN', { period });
    return run;
  }

  return {
    closedRun,
    closedRuns,
    openOutcome: () => openOutcome(),
    outcomeOf: async (period) => {
      const current = await mirror.currentPeriod();
      if (period > current || period < FIRST_PERIOD) throw new UplineError('SETTLEMENT.UNKNOWN_PERIOD', { period });
      if (period < current) return closedRun(period);
      const outcome = await openOutcome();
      if (outcome === undefined) throw new UplineError('PLANS.NONE_FOR_PERIOD', { period });
      return outcome;
    },
  };
}
