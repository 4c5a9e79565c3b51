/**
 * `npm run bench:engine [-- --json] [-- --only <name>]`: the figures of the compensation engine. Each measurement runs in a process of its own, so
 * that its peak memory is its own, and one after the other; both sides of a ratio are measured in that same process. When one fails, the others are
 * told all the same, and the program fails at its end.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { report, type Figure } from '../report.ts';

interface Measurement {
  measure(): Figure[] | Promise<Figure[]>;
}

const measurements: Readonly<Record<string, () => Promise<Measurement>>> = {
  tree: () => import('./tree.ts'),
  level: () => import('./level.ts'),
  growth: () => import('./growth.ts'),
  explain: () => import('./explain.ts'),
  estimate: () => import('./estimate.ts'),
  live: () => import('./live.ts'),
  end: () => import('./end-to-end.ts'),
  hybrid: () => import('./hybrid.ts'),
  caps: () => import('./caps.ts'),
  huge: () => import('./huge.ts'),
};

/**
 * By default the runtime collects everything whenever 64 MiB of typed arrays have been made. Of ten million members a single array has more.
 */
const greatArrays = ['--external-memory-accounted-in-global-limit', '--heap-growing-percent=60', '--max-semi-space-size=64'];

/**
 * By default every array of more than 32 MiB is given back when it is done with, and the next one is new memory, which the system has to clear
 * page by page: a tenth of a run of ten millions.
 */
const keepMemory = { GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=4294967296' };

const environments: Readonly<Record<string, Readonly<Record<string, string>>>> = { growth: keepMemory, huge: keepMemory };

/** What a measurement needs beyond what a process has by itself. */
const flags: Readonly<Record<string, readonly string[]>> = {
  tree: ['--max-semi-space-size=16'],
  growth: ['--max-old-space-size=8000', ...greatArrays],
  huge: ['--max-old-space-size=14000', ...greatArrays],
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' }, inside: { type: 'string' } } });

if (values.inside === undefined) {
  const wanted = Object.keys(measurements).filter((name) => values.only === undefined || values.only.split(',').includes(name));
  if (wanted.length === 0) throw new RangeError(`There is no ${values.only}; there are ${Object.keys(measurements).join(', ')}.`);
  const failed: string[] = [];
  const figures = wanted.flatMap((name) => {
    if (values.json !== true) process.stderr.write(`${name} …\n`);
    const { status, signal, stdout, error } = spawnSync(
      process.execPath,
      [...(flags[name] ?? []), fileURLToPath(import.meta.url), '--inside', name],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        maxBuffer: 1 << 24,
        env: { ...process.env, ...environments[name] },
      },
    );
    if (status === 0 && error === undefined) return JSON.parse(stdout) as Figure[];
    // What others have measured is told all the same.
    failed.push(`${name}: ${error?.message ?? (signal === null ? `exit code ${status}` : signal)}`);
    return [];
  });
  report(figures, values.json);
  for (const failure of failed) process.stderr.write(`Not measured: ${failure}\n`);
  if (failed.length > 0) process.exitCode = 1;
} else {
  const measurement = await measurements[values.inside]?.();
  process.stdout.write(JSON.stringify(await measurement?.measure()));
}
