import { createServer } from 'node:net';
import { Obstacle, type Say } from './say.ts';

const TRIES = 100;

/**
 * The wanted port, or the next free one, which is then said. 0 asks for any.
 * @throws Obstacle when none of a hundred is free
 */
export async function freePort(wanted: number, purpose: string, say: Say): Promise<number> {
  if (wanted === 0) return (await listenOn(0)) ?? 0;
  for (let port = wanted; port < wanted + TRIES; port += 1) {
    if ((await listenOn(port)) === undefined) continue;
    if (port !== wanted) say(`  port ${wanted} is busy; ${purpose} takes ${port}`);
    return port;
  }
  throw new Obstacle(
    `No port from ${wanted} to ${wanted + TRIES - 1} is free for ${purpose}.`,
    'Stop what uses them, and start again.',
  );
}

/** The port on which one could listen, or undefined. */
export function listenOn(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
