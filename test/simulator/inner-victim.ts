import { createChainNode } from '#chain/node.ts';
import { createFollower } from '#indexer/follower.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';
import type { FaultyNode } from '#test/support/faulty-node.ts';
import { seeded } from '#test/support/faults.ts';
import { type DatabaseWeather, createInnerDatabase } from './inner-database.ts';
import { innerFetch } from './inner-fetch.ts';
import type { InnerStage } from './inner-stage.ts';
import { type Operations, createOperations } from './operations.ts';
import type { Victim } from './victim.ts';

export const finalityDepth = 8;

/** An indexer in this process that dies as one of its own would: nothing that it wanted to do is done after its end, and nothing is remembered. */
export interface InnerVictim extends Victim {
  /** Has something happen before the operation of this number of the next step. */
  meanwhile(operation: number, work: () => Promise<void>): void;
}

/** Unix milliseconds. */
const epoch = Date.UTC(2026, 0, 1);
/** Operations of a step that are worth being cut off at; a range with rows takes about thirty. */
const operationsOfStep = 40;

export function createInnerVictim(options: {
  readonly stage: InnerStage;
  readonly nodes: readonly FaultyNode[];
  readonly database: Database;
  readonly weather: DatabaseWeather;
  readonly seed: number;
}): InnerVictim {
  const { stage, nodes, database, weather, seed } = options;
  let life: ReturnType<typeof begin> | undefined;
  let kills = 0;
  /** Milliseconds since the beginning, which pass with what is asked and not with the machine's clock: a slow machine must not go another way. */
  let time = 0;
  const tick = (much: number): number => (time += much);
  let planned: { readonly operation: number; readonly work: () => Promise<void> } | undefined;

  const begin = () => {
    const operations = createOperations(() => tick(1));
    const inner = createInnerDatabase(database, operations, weather);
    const point: { wanted: string | undefined } = { wanted: undefined };
    const follower = createFollower({
      database: inner.database,
      deployment: stage.deployment,
      client: {
        any: stage.client.any,
        nodes: nodes.map((node, place) =>
          createChainNode(`http://node-${place + 1}`, `node ${place + 1}`, {
            fetch: innerFetch(node, stage.ask, operations),
            stall: 400,
            timeout: 60_000,
          }),
        ),
      },
      finalityDepth,
      logger: silentLogger(),
      // As good as no pauses: when a step comes is for the simulator to say.
      pollMilliseconds: 1e-9,
      recheckMilliseconds: 0,
      random: seeded(seed),
      faultPoint: (name) => {
        if (name !== point.wanted) return;
        operations.end();
        throw new Error('killed');
      },
    });
    return { operations, inner, point, follower, begun: false };
  };

  const obey = async (current: NonNullable<typeof life>): Promise<string> => {
    const { follower } = current;
    if (!current.begun) {
      try {
        current.begun = await follower.begin(AbortSignal.abort());
      } catch (error) {
        return `refused: ${error instanceof UplineError ? error.code : String(error)}`;
      }
      if (!current.begun) return follower.state().problem?.code ?? 'not begun';
    }
    const pause = await follower.look();
    const { caughtUp, problem } = follower.state();
    return problem?.code ?? (caughtUp && pause > 0 ? 'caughtUp' : 'going');
  };

  /** One step of a life, and its end if it comes to that. */
  const live = async (
    current: NonNullable<typeof life>,
    faultPoint: string | undefined,
    cutAt: number | undefined,
  ): Promise<string> => {
    const { operations, inner, point } = current;
    point.wanted = faultPoint;
    const broken: Error[] = [];
    if (planned !== undefined) {
      const { operation, work } = planned;
      operations.meanwhile(operation, () =>
        work().catch((error: unknown) => void broken.push(new Error('the play went wrong', { cause: error }))),
      );
    }
    planned = undefined;
    if (cutAt !== undefined) cut(operations, cutAt);
    const outcome = await Promise.race([obey(current), operations.over.then(() => 'killed')]);
    // What is read ahead belongs to this step.
    await operations.idle();
    // The play itself went wrong, not the indexer.
    for (const error of broken) throw error;
    operations.meanwhile(0, async () => undefined);
    operations.cutAt(0, 'before');
    if (!operations.isOver) return outcome;
    await operations.over;
    await inner.bury();
    life = undefined;
    kills += 1;
    return 'killed';
  };

  return {
    get kills() {
      return kills;
    },
    meanwhile: (operation, work) => void (planned = { operation, work }),
    step: async ({ faultPoint, skew }, cutAt) => {
      const realDate = Date.now;
      const realPerformance = performance.now.bind(performance);
      Date.now = () => Math.floor(epoch + tick(0.001) + skew);
      performance.now = () => tick(0.001);
      try {
        return await live((life ??= begin()), faultPoint, cutAt);
      } finally {
        Date.now = realDate;
        performance.now = realPerformance;
      }
    },
    stop: async () => {
      if (life === undefined) return;
      life.operations.end();
      await life.operations.over;
      await life.inner.bury();
      life = undefined;
    },
  };
}

/** Cuts at a share of the way through a step, before or after the operation there. */
function cut(operations: Operations, share: number): void {
  const place = share * operationsOfStep;
  operations.cutAt(1 + Math.floor(place), place % 1 < 0.5 ? 'before' : 'after');
}
