import type { Database, Prisma, Transaction } from './database.ts';

export interface OutboxMessage {
  readonly topic: string;
  /** A second message with the same topic and key is dropped, so a repeated step tells its news once. */
  readonly key?: string;
  /** JSON; amounts as decimal strings. */
  readonly payload: Prisma.InputJsonObject;
}

/** Writes a message in the transaction of the fact that it tells of: both are there, or neither. */
export async function publishMessage(transaction: Transaction, message: OutboxMessage): Promise<void> {
  await transaction.outboxMessage.createMany({
    data: [{ topic: message.topic, key: message.key ?? null, payload: message.payload }],
    skipDuplicates: true,
  });
}

/** What to do with the messages of a topic. It may be called twice for one message, so it must bear that. */
export type OutboxHandler = (
  message: { id: bigint; topic: string; key: string | null; payload: Prisma.JsonValue },
  transaction: Transaction,
) => Promise<void>;

/** A message that failed this often stays for a person to look at. */
const maxAttempts = 10;

/**
 * Hands over waiting messages, oldest first, each in its own transaction. Several processes may do it at once.
 * @returns how many were handled now
 */
export async function drainOutbox(options: {
  database: Database;
  handlers: Readonly<Record<string, OutboxHandler>>;
  limit?: number;
  onFailure?: (error: unknown, message: { id: bigint; topic: string; attempts: number }) => void;
}): Promise<number> {
  const topics = Object.keys(options.handlers);
  let handled = 0;
  for (let turn = 0; turn < (options.limit ?? 100); turn += 1) {
    const outcome = await handleNext(options, topics);
    if (outcome === 'none') break;
    if (outcome === 'handled') handled += 1;
  }
  return handled;
}

async function handleNext(options: Parameters<typeof drainOutbox>[0], topics: string[]): Promise<'none' | 'handled' | 'failed'> {
  let current: { id: bigint; topic: string; attempts: number } | undefined;
  try {
    return await options.database.transaction(async (transaction) => {
      const rows = await transaction.$queryRaw<WaitingRow[]>`
        SELECT id, topic, key, payload, attempts FROM office.outbox
        WHERE processed_at IS NULL AND available_at <= now() AND attempts < ${maxAttempts} AND topic = ANY(${topics})
        ORDER BY available_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
      const row = rows[0];
      if (row === undefined) return 'none';
      current = row;
      await options.handlers[row.topic]?.(row, transaction);
      await transaction.$executeRaw`UPDATE office.outbox SET processed_at = now(), attempts = attempts + 1 WHERE id = ${row.id}`;
      return 'handled';
    });
  } catch (error) {
    // Only a handler's failure is put off; a database that is away is the caller's business.
    if (current === undefined) throw error;
    const seconds = Math.min(3600, 2 ** (current.attempts + 1));
    const reason = error instanceof Error ? error.message.slice(0, 1000) : 'unknown';
    await options.database.prisma.$executeRaw`
      UPDATE office.outbox SET attempts = attempts + 1, last_error = ${reason},
        available_at = now() + make_interval(secs => ${seconds}) WHERE id = ${current.id}`;
    options.onFailure?.(error, current);
    return 'failed';
  }
}

interface WaitingRow {
  id: bigint;
  topic: string;
  key: string | null;
  payload: Prisma.JsonValue;
  attempts: number;
}
