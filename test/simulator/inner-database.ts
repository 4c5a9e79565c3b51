import type { PoolClient } from 'pg';
import type { Database } from '#platform/database.ts';
import { oneOf } from '#test/support/faults.ts';
import type { Operations } from './operations.ts';

/** What a database does wrong. */
export const databaseFaults = ['refused', 'lost', 'answerLost', 'conflict', 'diskFull'] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

export interface DatabaseWeather {
  /** How likely each question to the database goes wrong. */
  chance: number;
  random: () => number;
  readonly happened: Map<string, number>;
}

export interface InnerDatabase {
  readonly database: Database;
  /** What the server does when the process at the other end is gone: forgets what was not committed. */
  bury(): Promise<void>;
}

/**
 * The connections of one life of the indexer. They are borrowed, so that a new life costs nothing, and fail as connections do: a broken one
 * stays broken, and what was not committed on it is forgotten.
 */
export function createInnerDatabase(shared: Database, operations: Operations, weather: DatabaseWeather): InnerDatabase {
  const held = new Set<PoolClient>();
  const strike = (among: readonly DatabaseFault[]): DatabaseFault | undefined => {
    if (weather.random() >= weather.chance) return undefined;
    const fault = oneOf(weather.random, among);
    weather.happened.set(fault, (weather.happened.get(fault) ?? 0) + 1);
    return fault;
  };
  const giveBack = async (client: PoolClient): Promise<void> => {
    if (!held.delete(client)) return;
    await client.query('ROLLBACK');
    client.release();
  };
  const onClient = (client: PoolClient): PoolClient => {
    let broken = false;
    const query = (...given: readonly unknown[]): Promise<unknown> =>
      operations.run(async () => {
        if (broken) throw failures.lost();
        const fault = strike(['lost', 'answerLost', 'conflict', 'diskFull']);
        if (fault === 'conflict' || fault === 'diskFull') throw failures[fault]();
        broken = fault !== undefined;
        if (fault === 'lost') throw failures.lost();
        const answer = await call(client.query, client, given);
        if (broken) throw failures.answerLost();
        return answer;
      });
    const release = (): void => {
      if (operations.isOver) return;
      void operations.run(() => giveBack(client));
    };
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'release') return release;
        if (name !== 'query') return Reflect.get(target, name) as unknown;
        return (first: unknown, ...more: readonly unknown[]) => {
          if (!isSubmittable(first)) return query(first, ...more);
          void operations
            .run(async () => {
              if (broken) throw failures.lost();
              await submit(client, first);
            })
            .catch((error: Error) => first.handleError(error));
          return undefined;
        };
      },
    });
  };
  const connect = (): Promise<PoolClient> =>
    operations.run(async () => {
      if (strike(['refused', 'lost']) !== undefined) throw failures.refused();
      const client = await shared.pool.connect();
      held.add(client);
      return onClient(client);
    });
  const single = (...given: readonly unknown[]): Promise<unknown> =>
    operations.run(async () => {
      const fault = strike(databaseFaults);
      if (fault !== undefined && fault !== 'answerLost') throw failures[fault]();
      const answer = await call(shared.pool.query, shared.pool, given);
      if (fault === 'answerLost') throw failures.answerLost();
      return answer;
    });
  const pool = new Proxy(shared.pool, {
    get: (target, name) => (name === 'connect' ? connect : name === 'query' ? single : (Reflect.get(target, name) as unknown)),
  });
  return {
    database: { ...shared, pool },
    bury: async () => {
      for (const client of held) await giveBack(client);
    },
  };
}

/** A statement that hears the server's messages itself, like a COPY. */
interface Submittable {
  submit(connection: unknown): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
}

function isSubmittable(value: unknown): value is Submittable {
  return typeof value === 'object' && value !== null && 'submit' in value && 'handleReadyForQuery' in value;
}

/** Hands a COPY on and waits until the server is ready for the next statement. */
async function submit(client: PoolClient, statement: Submittable): Promise<void> {
  const done = Promise.withResolvers<void>();
  const hear = statement.handleReadyForQuery.bind(statement);
  statement.handleReadyForQuery = () => {
    hear();
    done.resolve();
  };
  call(client.query, client, [statement]);
  await done.promise;
}

function call(method: (...given: never[]) => unknown, self: unknown, given: readonly unknown[]): unknown {
  return Reflect.apply(method, self, given);
}

const named = (message: string, code: string): Error => Object.assign(new Error(message), { code });
const failures = {
  refused: () => named('connect ECONNREFUSED 127.0.0.1', 'ECONNREFUSED'),
  lost: () => named('terminating connection due to administrator command', '57P01'),
  answerLost: () => named('Connection terminated unexpectedly', 'ECONNRESET'),
  conflict: () => named('could not serialize access due to concurrent update', '40001'),
  diskFull: () => named('could not extend file: No space left on device', '53100'),
};
