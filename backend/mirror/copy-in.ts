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

/** What node-postgres calls while a COPY runs. It knows the messages but has no statement for them. */
class CopyIn {
  readonly text: string;
  readonly chunks: Iterator<Buffer>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  failure: Error | undefined;

  constructor(text: string, chunks: Iterator<Buffer>, resolve: () => void, reject: (error: Error) => void) {
    this.text = text;
    this.chunks = chunks;
    this.resolve = resolve;
    this.reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: Connection & CopyConnection): void {
    const write = (): void => {
      while (this.failure === undefined) {
        const { done, value } = this.chunks.next();
        if (done === true) return connection.endCopyFrom();
        connection.sendCopyFromChunk(value);
        if (connection.stream.writableNeedDrain) return void connection.stream.once('drain', write);
      }
    };
    write();
  }

  handleError(error: Error): void {
    this.failure = error;
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve();
  }

  handleCommandComplete(): void {
    // The end is `ReadyForQuery`.
  }

  handleRowDescription(): void {
    // A COPY has no rows.
  }
}

interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}
