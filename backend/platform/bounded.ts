/**
 * Bounds on what the runtime holds before it collects garbage. By itself it collects so seldom that reading the chain takes twice the memory
 * (decision 0018).
 */
export const boundedOptions = ['--max-semi-space-size=2', '--max-old-space-size=256'] as const;

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
