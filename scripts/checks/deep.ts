/** `npm run test:deep`: what a night has time for. Every step runs, whatever became of the one before. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface DeepStep {
  readonly name: string;
  readonly command: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A budget that is set from outside counts: the release run asks for ten times as much. */
const night = { FUZZ_RUNS: '10000', CAMPAIGN_RUNS: '2000', CAMPAIGN_DEPTH: '200' };

/** A test that fails once in twenty runs is a fault: of the test, or of what it tests. */
const repeated = (project: string): string =>
  `for run in $(seq 20); do vitest run --config test/vitest.config.ts --project ${project} --reporter dot || exit 1; done`;

/** Others add themselves here. */
const steps: readonly DeepStep[] = [
  { name: 'contracts in Solidity, deep', command: 'npm run test:solidity', environment: night },
  { name: 'coverage of the contracts', command: 'node scripts/checks/coverage.ts' },
  { name: 'figures of the contracts', command: 'node scripts/bench/contracts/main.ts --check' },
  { name: 'mutants of the contracts', command: 'node scripts/mutation/main.ts' },
  { name: 'mutants of the engine', command: 'node scripts/mutation/engine.ts' },
  { name: 'simulator of the mirror, 1000 × 1000', command: 'node test/simulator/main.ts --seeds 1000 --steps 1000 --first 1001' },
  {
    name: 'simulator of the mirror with processes, 50 × 500',
    command: 'node test/simulator/main.ts --processes --seeds 50 --steps 500',
  },
  { name: 'unit tests, twenty times', command: repeated('unit') },
  { name: 'database and HTTP, twenty times', command: repeated('database') },
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.argv.slice(2);
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const failed: string[] = [];
for (const { name, command, environment } of chosen) {
  process.stdout.write(`\n— ${name}\n`);
  const PATH = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const result = spawnSync('sh', ['-c', command], {
    cwd: root,
    env: { ...environment, ...process.env, PATH, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) failed.push(name);
}
process.stdout.write(
  `\n${chosen.length - failed.length} of ${chosen.length} passed${failed.length === 0 ? '' : `; failed: ${failed.join(', ')}`}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
