import type { Database } from './database.ts';

/** What a report needs of a database. */
export type ReadDatabase = Pick<Database, 'pool'>;

/** A report's questions all go to one place: a replica, or the primary from the moment on at which the replica failed. */
export interface ReportSource {
  ask<T>(work: (database: ReadDatabase) => Promise<T>): Promise<T>;
}

/** Where reports are read. Whatever decides about money, rights or writing asks the primary and never comes here. */
export interface ReportReads {
  choose(): Promise<ReportSource>;
  figures(): ReplicaFigures;
}

/** Why the primary answered a report although there are replicas. */
export type FallbackReason = 'behind' | 'away' | 'failed' | 'notAReplica';

/** For machines that watch us. */
export interface ReplicaFigures {
  readonly reads: readonly {
    readonly source: 'replica' | 'primary';
    readonly reason: FallbackReason | '';
    readonly times: number;
  }[];
  readonly replicas: readonly {
    readonly name: string;
    readonly usable: boolean;
    /** Seconds that it is known to lie behind the primary; −1 when that is not known. */
    readonly lagSeconds: number;
  }[];
}

/** Thrown inside of `ask` when a replica, fresh enough by the clock, lacks what this process has shown already. */
export class ReplicaIsOlder extends Error {}

/** A replica that does not answer is looked at again after this long, and nobody waits for it meanwhile. */
const restMilliseconds = 2_000;
const lookTimeout = 1_000;

interface Replica {
  readonly name: string;
  readonly database: ReadDatabase;
  state: 'fresh' | FallbackReason;
  lagMilliseconds: number;
  lookedAt: number;
  looking: Promise<void> | undefined;
}

/** Bytes of log that the primary had written at a moment. */
interface Written {
  readonly at: number;
  readonly bytes: bigint;
}

/**
 * Reports from replicas that hold everything the primary had written `freshMilliseconds` ago, in turns; from the primary when none does.
 * What a replica has replayed is compared with what the primary had written when, so no clock but ours counts and an idle primary makes
 * no replica look old.
 */
export function createReportReads(options: {
  primary: ReadDatabase;
  replicas: readonly ReadDatabase[];
  freshMilliseconds: number;
  /** Told once each time when a replica comes to be or not to be used. */
  onChange?: (change: { replica: string; state: string }) => void;
}): ReportReads {
  const { primary, freshMilliseconds } = options;
  const replicas = options.replicas.map((database, index): Replica => ({
    name: `replica ${index + 1}`,
    database,
    state: 'away',
    lagMilliseconds: Infinity,
    lookedAt: -Infinity,
    looking: undefined,
  }));
  const counts = new Map<FallbackReason | 'replica', number>();
  const count = (what: FallbackReason | 'replica'): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  /** Rising; the oldest entry is the last that is older than the bound. */
  const written: Written[] = [];
  let turn = 0;
  // Often enough that a report does not go to a replica which fell behind a good part of the bound ago.
  const lookEvery = Math.max(20, freshMilliseconds / 4);

  const enter = (replica: Replica, state: Replica['state'], lagMilliseconds: number): void => {
    if (replica.state !== state) options.onChange?.({ replica: replica.name, state });
    replica.state = state;
    replica.lagMilliseconds = lagMilliseconds;
  };

  const look = async (replica: Replica): Promise<void> => {
    const at = performance.now();
    replica.lookedAt = at;
    try {
      const [bytes, seen] = await withinTime(Promise.all([readWritten(primary), readReplayed(replica.database)]));
      written.push({ at, bytes });
      while (written[1] !== undefined && written[1].at < at - freshMilliseconds) written.shift();
      if (seen === undefined) return enter(replica, 'notAReplica', Infinity);
      // The newest moment of which the replica has everything.
      const until = written.findLast((moment) => moment.bytes <= seen)?.at;
      const lag = until === undefined ? Infinity : at - until;
      enter(replica, lag <= freshMilliseconds ? 'fresh' : 'behind', lag);
    } catch {
      // Whatever it was, there is the primary; the state says it to whoever watches.
      enter(replica, 'away', Infinity);
    }
  };

  const lookInTime = async (replica: Replica): Promise<void> => {
    const away = replica.state === 'away' && replica.lookedAt !== -Infinity;
    if (performance.now() - replica.lookedAt >= (away ? restMilliseconds : lookEvery)) {
      replica.looking ??= look(replica).finally(() => (replica.looking = undefined));
    }
    if (!away) await replica.looking;
  };

  return {
    choose: async () => {
      await Promise.all(replicas.map(lookInTime));
      const fresh = replicas.filter((replica) => replica.state === 'fresh');
      const [reason] = replicas.map((replica) => replica.state).filter((state) => state !== 'fresh');
      turn += 1;
      let chosen = fresh[turn % Math.max(1, fresh.length)];
      if (chosen === undefined && reason !== undefined) count(reason);
      return {
        ask: async (work) => {
          if (chosen === undefined) return work(primary);
          const replica = chosen;
          try {
            const answer = await work(replica.database);
            count('replica');
            return answer;
          } catch (error) {
            // Asked again in full on the primary, which says whether it was the replica's fault or the question's.
            chosen = undefined;
            if (error instanceof ReplicaIsOlder) count('behind');
            else {
              count('failed');
              replica.lookedAt = -Infinity;
            }
            return work(primary);
          }
        },
      };
    },
    figures: () => ({
      reads: [...counts].map(([what, times]) =>
        what === 'replica' ? { source: 'replica', reason: '', times } : { source: 'primary', reason: what, times },
      ),
      replicas: replicas.map(({ name, state, lagMilliseconds }) => ({
        name,
        usable: state === 'fresh',
        lagSeconds: Number.isFinite(lagMilliseconds) ? lagMilliseconds / 1000 : -1,
      })),
    }),
  };
}

/** Everything from the primary. */
export function primaryOnly(primary: ReadDatabase): ReportReads {
  return createReportReads({ primary, replicas: [], freshMilliseconds: 0 });
}

/** What is on its disk: every commit that was acknowledged, unless `synchronous_commit` is off there. */
async function readWritten({ pool }: ReadDatabase): Promise<bigint> {
  const { rows } = await pool.query<{ bytes: bigint }>({
    name: 'replica-written',
    text: `SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn AS bytes`,
  });
  return rows[0]?.bytes ?? 0n;
}

/** @returns undefined for a server that follows nobody: nothing says how old its data are */
async function readReplayed({ pool }: ReadDatabase): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ bytes: bigint | null }>({
    name: 'replica-replayed',
    text: `SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0'::pg_lsn END AS bytes`,
  });
  return rows[0]?.bytes ?? undefined;
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${lookTimeout} ms`)), lookTimeout);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // Whoever comes second is not waited for.
    work.catch(() => undefined);
  }
}
