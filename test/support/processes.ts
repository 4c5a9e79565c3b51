import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * Ends process `pid` when this process is gone, however it went (kill -9 included): the guard waits for the end of a pipe that
 * only we hold open.
 */
export function guardProcess(pid: number, signal: 'INT' | 'TERM' = 'TERM', folder?: string): void {
  const guard = spawn(
    'sh',
    ['-c', 'cat > /dev/null; kill -$1 "$0" 2> /dev/null; sleep 1; [ -z "$2" ] || rm -rf "$2"', String(pid), signal, folder ?? ''],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
  guard.unref();
  // A piped stdin would keep the event loop alive.
  if (guard.stdin !== null && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
}

/** Asks a child to end and waits for it; kills it when it does not. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const hammer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(hammer);
      resolve();
    });
    child.kill(signal);
  });
}
