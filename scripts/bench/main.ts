/** `npm run bench`: every benchmark that there is, one after another. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Others add themselves here: a program each, which prints a table and, with `--json`, one line a figure. */
const benches: readonly (readonly [string, string])[] = [['contracts', 'contracts/main.ts']];

const [wanted, ...passedOn] = process.argv
  .slice(2)
  .toSorted((one, other) => Number(one.startsWith('-')) - Number(other.startsWith('-')));
const chosen = benches.filter(([name]) => wanted === undefined || wanted.startsWith('-') || wanted === name);
const options = wanted?.startsWith('-') === true ? [wanted, ...passedOn] : passedOn;
let failed = false;
for (const [name, program] of chosen) {
  if (!options.includes('--json')) process.stdout.write(`— ${name}\n`);
  const file = fileURLToPath(new URL(program, import.meta.url));
  failed ||= spawnSync(process.execPath, [file, ...options], { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0;
}
process.exitCode = failed || chosen.length === 0 ? 1 : 0;
