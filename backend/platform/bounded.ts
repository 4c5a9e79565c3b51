import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Bounds on what the runtime holds before it collects garbage; by itself it would hold more the more memory the machine has. Narrower ones
 * cost more time than they save memory (decision 0020).
 */
export const boundedOptions = ['--max-semi-space-size=8', '--max-old-space-size=2000'] as const;

/**
 * Keeps what the runtime makes of our files, so that the next start need not make it again: a third of the time to the first request, and
 * 20 MiB. Call it before anything heavy is imported. Where the folder cannot be written, nothing is kept.
 */
export function keepCompiled(): void {
  enableCompileCache(fileURLToPath(new URL('../../.upline/compiled', import.meta.url)));
}

/**
 * Starts this program again in the same process, with bounds on its memory. Call it before anything heavy is imported. Does nothing where
 * they are set already (by anybody, to whatever), or where a process cannot be replaced.
 */
export function runBounded(): void {
  const given = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  if (/--max[-_](?:old|semi)[-_]space[-_]size/.test(given) || process.platform === 'win32' || process.execve === undefined)
    return;
  const options = ['--disable-warning=ExperimentalWarning', ...process.execArgv, ...boundedOptions];
  process.execve(process.execPath, [process.execPath, ...options, ...process.argv.slice(1)], process.env);
}
