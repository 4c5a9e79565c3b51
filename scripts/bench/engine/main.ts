/**
 * `npm run bench:engine [-- --json] [-- --only <name>]`: the figures of the compensation engine. Each measurement runs in a process of its own, so
 * that its peak memory is its own, and one after the other; both sides of a ratio are measured in that same process.
 */
import { execFileSync } from 'node:child_process';
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
  end: () => import('./end-to-end.ts'),
  hybrid: () => import('./hybrid.ts'),
  huge: () => import('./huge.ts'),
};

/** Room for millions of entries as objects: as much as is needed, and no more than the bar. */
const flags: Readonly<Record<string, readonly string[]>> = {
  hybrid: ['--max-old-space-size=1000'],
  huge: ['--max-old-space-size=14000'],
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' }, inside: { type: 'string' } } });

if (values.inside === undefined) {
  const wanted = Object.keys(measurements).filter((name) => values.only === undefined || values.only.split(',').includes(name));
  if (wanted.length === 0) throw new RangeError(`There is no ${values.only}; there are ${Object.keys(measurements).join(', ')}.`);
  const figures = wanted.flatMap((name) => {
    if (values.json !== true) process.stderr.write(`${name} …\n`);
    const printed = execFileSync(process.execPath, [...(flags[name] ?? []), fileURLToPath(import.meta.url), '--inside', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 24,
    });
    return JSON.parse(printed) as Figure[];
  });
  report(figures, values.json);
} else {
  const measurement = await measurements[values.inside]?.();
  process.stdout.write(JSON.stringify(await measurement?.measure()));
}
