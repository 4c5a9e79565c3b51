import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { codeOf } from './say.ts';

/**
 * Waits for the end of a pipe that only we hold open, then ends the process: asks with a signal, waits ten seconds, kills. It lives
 * in a session of its own, so no kill of ours, however hard, leaves an orphan behind.
 */
const GUARD = `cat > /dev/null
kill -$1 "$0" 2> /dev/null || exit 0
n=0
while kill -0 "$0" 2> /dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
kill -KILL "$0" 2> /dev/null`;

export interface Guarded {
  readonly name: string;
  readonly pid: number;
  /** Resolves with a description when the process ends, whoever ended it. */
  readonly ended: Promise<string>;
  /** Ends it in order; resolves when it is gone. */
  stop(): Promise<void>;
  /** The last lines of what it printed. */
  lastLines(count?: number): string;
}

export interface GuardedOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logs: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Whom it runs as. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** What makes it end in order. */
  readonly signal?: 'INT' | 'TERM';
  /** Gets what it prints, line by line, besides the log. */
  readonly onLine?: (line: string) => void;
}

/** Starts a process that ends with us, whatever becomes of us. Its output goes to a file of the logs folder. */
export function startGuarded({ name, command, args, logs, env, cwd, user, signal = 'TERM', onLine }: GuardedOptions): Guarded {
  const logFile = join(logs, `${name}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(command, [...args], {
    stdio: ['ignore', onLine === undefined ? log : 'pipe', log],
    // A group of its own: Ctrl-C reaches us only, and we stop things in order.
    detached: true,
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    ...user,
  });
  closeSync(log);
  if (onLine !== undefined && child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      appendFileSync(logFile, `${line}\n`);
      onLine(line);
    });
  }
  const ended = endOf(child);
  const pid = child.pid ?? 0;
  const guard = pid === 0 ? undefined : startGuard(pid, signal);
  void ended.then(() => guard?.kill('SIGKILL'));
  return {
    name,
    pid,
    ended,
    stop: async () => {
      if (pid === 0 || child.exitCode !== null || child.signalCode !== null) return;
      const hammer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      child.kill(`SIG${signal}`);
      await ended;
      clearTimeout(hammer);
    },
    lastLines: (count = 15) => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n'),
  };
}

function startGuard(pid: number, signal: string): ChildProcess {
  const guard = spawn('sh', ['-c', GUARD, String(pid), signal], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  // A piped stdin would keep us alive.
  const pipe = guard.stdin;
  if (pipe !== null && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return guard;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`cannot be started: ${codeOf(error) ?? error.message}`));
    child.once('exit', (code, by) => resolve(by === null ? `exit code ${code}` : `signal ${by}`));
  });
}
