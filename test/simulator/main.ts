/**
 * `node test/simulator/main.ts [--seeds 50] [--steps 500] [--seed 17] [--trace] [--processes]`: runs seeds of the simulator, or one of them
 * again; with `--processes` against a real node, with indexers that are killed and a database server that is restarted.
 * Exit code: 0 none failed, 1 some did; each failing seed is printed with the command that repeats it.
 */
import { parseArgs } from 'node:util';
import { runSeed } from './simulator.ts';
import { ownInnerWorld } from './own-world.ts';
import { createWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    steps: { type: 'string', default: '500' },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    processes: { type: 'boolean', default: false },
  },
});
const steps = Number(values.steps);
const first = Number(values.seed ?? values.first);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const sums = { kills: 0, reorgs: 0, restarts: 0, faults: 0 };
const failed: number[] = [];
const began = performance.now();
const world = await (values.processes ? createWorld() : ownInnerWorld());
try {
  for (let seed = first; seed < first + count; seed += 1) {
    const started = performance.now();
    const { failure, trace, ...outcome } = await runSeed(world, seed, steps);
    if (values.trace) say(`seed ${seed} took ${((performance.now() - started) / 1_000).toFixed(1)} s`);
    for (const name of ['kills', 'reorgs', 'restarts', 'faults'] as const) sums[name] += outcome[name];
    if (values.trace) for (const line of trace) say(line);
    if (failure === undefined) continue;
    failed.push(seed);
    say(`✗ seed ${seed}: ${failure}`);
    say(`  last steps: ${trace.slice(-5).join(' | ')}`);
    say(
      `  repeat it with: node test/simulator/main.ts --seed ${seed} --steps ${steps} --trace${values.processes ? ' --processes' : ''}`,
    );
  }
} finally {
  await world.stop();
}
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
say(
  `${count} seeds × ${steps} steps in ${seconds} s: ${sums.kills} kills, ${sums.reorgs} reorgs, ${sums.restarts} ${values.processes ? 'restarts' : 'weathers'} of PostgreSQL, ${sums.faults} faults; ${failed.length} failed`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
