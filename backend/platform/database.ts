import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { UplineError } from '#kernel/errors/index.ts';
import { Prisma, PrismaClient } from './generated/prisma/client.ts';

export { Prisma, type PrismaClient } from './generated/prisma/client.ts';

/** A Prisma client inside a transaction. */
export type Transaction = Prisma.TransactionClient;

export interface Database {
  readonly prisma: PrismaClient;
  /** The same connections without Prisma, for bulk writes and hand-written SQL. int8 and numeric come as bigint. */
  readonly pool: pg.Pool;
  readonly connectionString: string;
  /**
   * Runs `work` in one transaction and again from the start when others were in the way (at most `attempts` times, with growing
   * random pauses), so `work` must not do anything outside of the database.
   * @throws UplineError DATABASE.BUSY after the last attempt
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
}

export interface TransactionOptions {
  readonly isolation?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable';
  readonly attempts?: number;
  /** Milliseconds that one attempt may take. */
  readonly timeout?: number;
}

export function openDatabase(options: {
  connectionString: string;
  maxConnections?: number;
  onError?: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections ?? 10,
    types: { getTypeParser: exactTypes },
  });
  // A connection that breaks must not end the process. Whoever has borrowed it is refused his next query; the pool opens another.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  // Of an idle one the pool tells what the connection has told already.
  pool.on('error', () => undefined);
  // Prisma brings its own parsers for every query, so both can share the pool.
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    connectionString: options.connectionString,
    transaction: (work, transactionOptions) => runTransaction(prisma, work, transactionOptions ?? {}),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function runTransaction<T>(
  prisma: PrismaClient,
  work: (transaction: Transaction) => Promise<T>,
  { isolation = 'ReadCommitted', attempts = 6, timeout = 15_000 }: TransactionOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(work, { isolationLevel: isolation, timeout, maxWait: 10_000 });
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt >= attempts) throw new UplineError('DATABASE.BUSY', {}, { cause: error });
      await sleep(Math.random() * 25 * 2 ** attempt);
    }
  }
}

/** Serialization failure, deadlock, or no free connection in time: the same work can succeed when it is tried again. */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    if (error.code === 'P2034' || error.code === 'P2028') return true;
    if (error.code !== 'P2010') return false;
    const original = JSON.stringify(error.meta ?? {});
    return original.includes('40001') || original.includes('40P01');
  }
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

const int8 = 20;
const numeric = 1700;

/** Whole numbers of any size as bigint. A numeric with a fraction is a mistake of the query and throws. */
function exactTypes(oid: number, format?: 'text' | 'binary'): ReturnType<typeof pg.types.getTypeParser> {
  if (format !== 'binary' && (oid === int8 || oid === numeric)) return (text: string) => BigInt(text);
  return pg.types.getTypeParser(oid, format);
}
