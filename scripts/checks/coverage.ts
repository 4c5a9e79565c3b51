/** `npm run test:coverage`: which lines of the contracts the Solidity tests reach. The two that hold facts and money leave out none. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders of which every line must be reached. */
const complete = ['contracts/genealogy', 'contracts/payouts'];

export interface FileCoverage {
  readonly file: string;
  readonly reached: number;
  readonly missed: readonly number[];
}

/** Reads the format of lcov: `SF:` begins a file, `DA:line,count` is a line of it. */
export function readCoverage(report: string): FileCoverage[] {
  return report
    .split('end_of_record')
    .flatMap((part) => {
      const file = /^SF:(.+)$/m.exec(part)?.[1];
      if (file === undefined) return [];
      const lines = [...part.matchAll(/^DA:(\d+),(\d+)/gm)].map(([, line, count]) => [Number(line), Number(count)] as const);
      const missed = lines.filter(([, count]) => count === 0).map(([line]) => line);
      return [{ file: file.slice(file.indexOf('contracts/')), reached: lines.length - missed.length, missed }];
    })
    .toSorted((one, other) => one.file.localeCompare(other.file));
}

function main(): number {
  const hardhat = join(dirname(createRequire(import.meta.url).resolve('hardhat/package.json')), 'dist/src/cli.js');
  // What matters here is which lines are reached at all.
  const env = { ...process.env, FUZZ_RUNS: '64', CAMPAIGN_RUNS: '16', CAMPAIGN_DEPTH: '32' };
  const run = spawnSync(
    process.execPath,
    [hardhat, 'test', 'solidity', '--no-compile', '--build-profile', 'tests', '--coverage'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout.toString('utf8').slice(-8000)}\n`);
    return 1;
  }
  const files = readCoverage(readFileSync(join(root, 'coverage/lcov.info'), 'utf8')).filter(({ file }) =>
    file.startsWith('contracts/'),
  );
  const incomplete = files.filter(({ file, missed }) => missed.length > 0 && complete.some((folder) => file.startsWith(folder)));
  for (const { file, reached, missed } of files) {
    const share = ((100 * reached) / (reached + missed.length)).toFixed(1);
    process.stdout.write(
      `${file.padEnd(44)} ${share.padStart(6)} %${missed.length === 0 ? '' : `  not reached: ${missed.join(', ')}`}\n`,
    );
  }
  for (const { file } of incomplete) process.stderr.write(`${file} must be reached whole.\n`);
  return incomplete.length === 0 && files.length > 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
