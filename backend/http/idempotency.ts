import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { UplineError } from '#kernel/errors/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';

const keepMilliseconds = 24 * 3_600_000;
/** After this long the process that took the key is taken for dead. Repeating is safe: each effect below has a key of its own. */
const abandonedMilliseconds = 60_000;
const waitMilliseconds = 15_000;
/** New keys between two clearings of old ones. */
const sweepEvery = 200;

export interface StoredAnswer {
  readonly status: number;
  /** JSON text, empty when the answer has no body. */
  readonly body: string;
}

/**
 * Lets a client repeat a request whose answer it may have lost: the first one is carried out, the others get the same answer. Answers
 * are kept for a day. Failures are not kept, so that the same key can be tried again.
 */
export class IdempotencyStore {
  readonly #database: Database;
  readonly #clock: Clock;
  #taken = 0;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws UplineError REQUEST.IDEMPOTENCY_REUSED, REQUEST.IN_PROGRESS */
  async once(
    request: { owner: string; key: string; method: string; path: string; body: unknown },
    work: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> {
    const { owner, key } = request;
    const requestHash = createHash('sha256')
      .update(`${request.method} ${request.path}\n${JSON.stringify(request.body ?? null)}`)
      .digest('hex');
    const deadline = Date.now() + waitMilliseconds;
    while (!(await this.#take(owner, key, requestHash))) {
      const row = await this.#database.prisma.idempotencyKey.findUnique({ where: { owner_key: { owner, key } } });
      if (row === null) continue;
      if (row.requestHash !== requestHash) throw new UplineError('REQUEST.IDEMPOTENCY_REUSED');
      if (row.status !== 0) return { status: row.status, body: row.body ?? '' };
      if (Date.now() > deadline) throw new UplineError('REQUEST.IN_PROGRESS');
      await sleep(40 + Math.random() * 40);
    }
    this.#taken += 1;
    if (this.#taken % sweepEvery === 0) await this.#forgetOld();
    try {
      const answer = await work();
      await this.#database.prisma.idempotencyKey.update({ where: { owner_key: { owner, key } }, data: { ...answer } });
      return answer;
    } catch (error) {
      await this.#database.prisma.idempotencyKey.deleteMany({ where: { owner, key, status: 0 } });
      throw error;
    }
  }

  /** One statement decides who carries the request out. */
  async #take(owner: string, key: string, requestHash: string): Promise<boolean> {
    const now = this.#clock.now();
    const abandoned = new Date(now.getTime() - abandonedMilliseconds);
    const tooOld = new Date(now.getTime() - keepMilliseconds);
    const taken = await this.#database.prisma.$executeRaw`
      INSERT INTO office.idempotency_keys AS stored (owner, key, request_hash, status, created_at)
      VALUES (${owner}, ${key}, ${requestHash}, 0, ${now})
      ON CONFLICT (owner, key) DO UPDATE
        SET request_hash = excluded.request_hash, status = 0, body = NULL, created_at = excluded.created_at
        WHERE stored.created_at < ${tooOld}
           OR (stored.status = 0 AND stored.created_at < ${abandoned} AND stored.request_hash = excluded.request_hash)`;
    return taken === 1;
  }

  async #forgetOld(): Promise<void> {
    const before = new Date(this.#clock.now().getTime() - keepMilliseconds);
    await this.#database.prisma.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
  }
}
