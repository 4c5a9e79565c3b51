import type { Connection, PoolClient } from 'pg';

/**
 * Runs a `COPY … FROM STDIN` with what `chunks` gives. A chunk is made when the connection has room for it.
 * @param statement ours and never from outside
 */
export async function copyIn(client: PoolClient, statement: string, chunks: Iterator<Buffer>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(statement, chunks, resolve, reject));
  });
}

/**
 * Runs a `COPY … TO STDOUT (FORMAT binary)` and hands on the rows as they arrive: the bytes of each field behind its length of four bytes, after
 * the number of fields in two. The bytes are good only until `take` returns.
 * @param statement ours and never from outside
 */
export async function copyOut(client: PoolClient, statement: string, take: (row: Buffer) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyOut(statement, take, resolve, reject));
  });
}

/** What node-postgres calls while a COPY runs. It knows the messages but has no statement for them. */
class Copy {
  readonly text: string;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;
  failure: Error | undefined;

  constructor(text: string, resolve: () => void, reject: (error: Error) => void) {
    this.text = text;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.text);
  }

  handleError(error: Error): void {
    this.failure ??= error;
    this.#reject(this.failure);
  }

  handleReadyForQuery(): void {
    if (this.failure === undefined) this.#resolve();
    else this.#reject(this.failure);
  }

  handleCommandComplete(): void {
    // The end is `ReadyForQuery`.
  }

  handleRowDescription(): void {
    // A COPY has no rows.
  }
}

class CopyIn extends Copy {
  readonly #chunks: Iterator<Buffer>;

  constructor(text: string, chunks: Iterator<Buffer>, resolve: () => void, reject: (error: Error) => void) {
    super(text, resolve, reject);
    this.#chunks = chunks;
  }

  handleCopyInResponse(connection: Connection & CopyConnection): void {
    const write = (): void => {
      while (this.failure === undefined) {
        const { done, value } = this.#chunks.next();
        if (done === true) return connection.endCopyFrom();
        connection.sendCopyFromChunk(value);
        if (connection.stream.writableNeedDrain) return void connection.stream.once('drain', write);
      }
    };
    write();
  }
}

/** Before the first row: eleven bytes of signature, flags, and how much more is to be skipped. */
const headBytes = 19;
/** Two bytes of −1 in the place of a row end it. */
const endBytes = 2;

class CopyOut extends Copy {
  readonly #take: (row: Buffer) => void;
  #begun = false;

  constructor(text: string, take: (row: Buffer) => void, resolve: () => void, reject: (error: Error) => void) {
    super(text, resolve, reject);
    this.#take = take;
  }

  /** Each message is one row. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    const row = this.#begun ? chunk : chunk.subarray(headBytes);
    this.#begun = true;
    if (row.length <= endBytes || this.failure !== undefined) return;
    try {
      this.#take(row);
    } catch (error) {
      // What still comes is not looked at; the connection is good again after it.
      this.failure = error instanceof Error ? error : new Error('A row was refused.', { cause: error });
    }
  }
}

interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}
