/**
 * `npm run mutate:contracts`: breaks the contracts in every way that the operators know, one at a time, and counts how often the
 * Solidity tests notice.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { judgeAll, neverEnded } from './judges.ts';
import { buildSchemata, type Mutant } from './schemata.ts';
import { explain, readSurvivors, type Survivor, survivorsPath, writeSurvivors } from './survivors.ts';
import { root } from './syntax-tree.ts';
import { buildWorkspace, fillWorkspace } from './workspace.ts';

/** Which sources make up a contract, and the folders of tests that look at it first. */
const subjects = [
  { name: 'Genealogy', folder: 'contracts/genealogy', tests: ['genealogy', 'enrollment'] },
  { name: 'VolumeLedger', folder: 'contracts/volumes', tests: ['volumes', 'checkout'] },
  { name: 'PayoutVault', folder: 'contracts/payouts', tests: ['payouts'] },
] as const;

const leastScore = 0.95;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Options {
  readonly only?: string;
  readonly update: boolean;
  readonly processes: string;
  readonly every: string;
  readonly again: boolean;
  readonly quick: boolean;
}

async function main(options: Options): Promise<number> {
  const began = Date.now();
  const chosen = subjects.filter(({ name }) => options.only === undefined || name === options.only);
  const files = Object.fromEntries(
    chosen.flatMap(({ folder }) => solidityIn(folder).map((path) => [path, readFileSync(join(root, path), 'utf8')] as const)),
  );
  const { sources, mutants } = buildSchemata(files);
  say(`${mutants.length} mutants in ${Object.keys(files).length} files; compiling them all at once …`);
  fillWorkspace(sources);
  await buildWorkspace();
  say(`compiled after ${elapsed(began)}`);

  const killers = new Map<number, string>();
  let ignored: readonly string[] = [];
  await judgeAll([{ number: 0, folders: [], wide: true, ignored }], 1, ({ killers: failed }) => {
    ignored = failed;
  });
  if (ignored.includes(neverEnded)) throw new Error('The tests do not end without any mutant; give the machine more time.');
  if (ignored.length > 0) say(`These fail without any mutant in the workspace and judge nothing: ${ignored.join(', ')}`);

  const known = readSurvivors();
  const step = Number(options.every);
  const tried = options.again ? mutants.filter(isOneOf(known)) : mutants.filter((_, index) => index % step === 0);
  const tests = (file: string): readonly string[] => chosen.find(({ folder }) => file.startsWith(folder))?.tests ?? [];
  for (const wide of options.quick ? [false] : [false, true]) {
    const left = tried.filter(({ number }) => !killers.has(number));
    let judged = 0;
    await judgeAll(
      left.map(({ number, file }) => ({ number, folders: tests(file), wide, ignored })),
      Number(options.processes),
      ({ number, killers: failed }) => {
        const [first] = failed;
        if (first !== undefined) killers.set(number, first);
        judged += 1;
        if (judged % 50 === 0) say(`  ${judged} of ${left.length} tried, ${killers.size} killed in all, after ${elapsed(began)}`);
      },
    );
    say(
      `${wide ? 'all tests, more runs' : 'own tests, few runs '}: ${killers.size} of ${tried.length} killed after ${elapsed(began)}`,
    );
  }
  const alive = tried.filter(({ number }) => !killers.has(number));
  const survivors = explain(alive, known);
  const others = known.filter(({ file }) => !chosen.some(({ folder }) => file.startsWith(folder)));
  if (options.update) writeSurvivors([...others, ...survivors]);
  return report(chosen, tried, killers, survivors);
}

function report(
  chosen: readonly (typeof subjects)[number][],
  mutants: readonly Mutant[],
  killers: ReadonlyMap<number, string>,
  survivors: readonly Survivor[],
): number {
  let failed = false;
  for (const { name, folder } of chosen) {
    const own = mutants.filter(({ file }) => file.startsWith(folder));
    const killed = own.filter(({ number }) => killers.has(number)).length;
    const enough = killed >= own.length * leastScore;
    failed ||= !enough;
    say(`${enough ? '✓' : '✗'} ${name.padEnd(14)} ${percent(killed, own.length)} of ${own.length} mutants killed`);
    for (const operator of new Set(own.map((mutant) => mutant.operator))) {
      const some = own.filter((mutant) => mutant.operator === operator);
      const gone = some.filter(({ number }) => killers.has(number)).length;
      say(`    ${operator.padEnd(20)} ${`${gone}`.padStart(4)} of ${some.length}`);
    }
  }
  for (const { file, line, operator, original, replacement, why } of survivors) {
    say(`\n${file}:${line} ${operator}\n  ${original}\n  → ${replacement}\n  ${why === '' ? '✗ not explained' : why}`);
  }
  const endless = [...killers.values()].filter((killer) => killer === neverEnded).length;
  if (endless > 0) say(`\n${endless} of the killed were stopped because they never ended.`);
  const unexplained = survivors.filter(({ why }) => why === '').length;
  if (unexplained > 0) say(`\n✗ ${unexplained} survivors are not explained in ${survivorsPath} (--update adds them).`);
  return failed || unexplained > 0 ? 1 : 0;
}

/** Whether a mutant is among those that lived the last time; lines may have moved. */
function isOneOf(survivors: readonly Survivor[]): (mutant: Mutant) => boolean {
  const words = ({ file, operator, original, replacement }: Omit<Survivor, 'line' | 'why'>): string =>
    JSON.stringify([file, operator, original, replacement]);
  const lived = new Set(survivors.map(words));
  return (mutant) => lived.has(words(mutant));
}

function solidityIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.sol'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function elapsed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}

const program = new Command('mutate:contracts')
  .description('Breaks the contracts one way at a time and counts how often the tests notice.')
  .option('--only <contract>', 'Genealogy, VolumeLedger or PayoutVault')
  .option('--processes <count>', 'how many to try at once', `${availableParallelism()}`)
  .option('--every <n>', 'try only every n-th mutant', '1')
  .option('--again', 'try only those that lived the last time', false)
  .option('--quick', 'only the tests of the contract itself with few runs: what lives may still be killed by others', false)
  .option('--update', `write the survivors to ${survivorsPath}`, false);
program.parse();
process.exitCode = await main(program.opts<Options>());
