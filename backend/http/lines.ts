import type { Response } from 'express';
import type { z } from 'zod';
import type { Problem } from '#api/problem.ts';

/** How often a line is sent when nothing has happened: proxies close what is silent for a minute. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends an answer line by line (newline-delimited JSON) as it comes. What is refused before the first line is an ordinary error; what fails
 * later is the last line. An empty line says that we are still there.
 */
export async function sendLines(
  response: Response,
  lines: AsyncIterable<unknown>,
  { schema, problemOf }: { readonly schema: z.ZodType; readonly problemOf: (error: unknown) => Problem },
): Promise<void> {
  const iterator = lines[Symbol.asyncIterator]();
  let step = await iterator.next();
  response.status(200).type('application/x-ndjson');
  response.set({ 'X-Accel-Buffering': 'no' });
  const heartbeat = setInterval(() => response.write('\n'), HEARTBEAT_MS);
  try {
    while (step.done !== true && !response.closed) {
      const line = JSON.stringify(schema.parse(step.value));
      if (!response.write(`${line}\n`)) await roomOrGone(response);
      step = await iterator.next();
    }
  } catch (error) {
    if (!response.closed) response.write(`${JSON.stringify({ type: 'failed', problem: problemOf(error) })}\n`);
  } finally {
    clearInterval(heartbeat);
    await iterator.return?.();
    response.end();
  }
}

function roomOrGone(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
