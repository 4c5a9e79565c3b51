/**
 * `npm run mutate:engine`: breaks the compensation engine in every way that Stryker knows, one at a time, and counts how often the
 * engine's tests notice. `npm run mutate:contracts` (main.ts) is the same for the contracts.
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, matchesGlob, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { Command } from 'commander';
import { explain, readSurvivors, type Survivor, writeSurvivors } from './survivors.ts';
import { root } from './syntax-tree.ts';

type Settings = ConstructorParameters<typeof Stryker>[0];
type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const survivorsPath = 'test/engine/mutation/survivors.json';
const engine = 'backend/engine';
const leastScore = 0.85;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What is not broken, and why. */
const spared = [
  '**/*.test.ts',
  // Tools of the tests.
  'testing/**',
  // The second engine is itself a judge: who breaks it breaks the scales.
  'reference/**',
  // Sentences for people in two languages; which fault is told when is decided elsewhere, and is broken there.
  'plan/fault-words.ts',
  'plan/decisions.ts',
  'network/words.ts',
];

interface Options {
  readonly only?: string[];
  readonly processes: string;
  readonly patience: string;
  readonly afresh: boolean;
  readonly count: boolean;
  readonly update: boolean;
}

/** Judges that look at time: chains of fifty thousand under every kind of bonus. Each mutant would cost seconds. */
const excused = /\/bonuses\/deep\.test/;

/** The slowest judges: many random networks, or great ones. What dies before them costs a tenth. */
const slow = [/\/network\/network\./, /\/trial\//, /\/estimate\//, /\/reference\/twins\./, /\/engine\.test/, /\/explain\//];

/** The engine's own tests, and no others; the quick ones first. */
function judges(): string[] {
  const place = (path: string): number => slow.findIndex((pattern) => pattern.test(path));
  const all = globSync(`${engine}/**/*.test.ts`, { cwd: root }).filter((path) => !excused.test(path));
  return all.toSorted((one, other) => place(one) - place(other) || one.localeCompare(other));
}

/** The folders of the engine, and `.` for the files beside them. */
function folders(): string[] {
  const all = readdirSync(join(root, engine), { withFileTypes: true });
  const names = all.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return [...names.filter((name) => !spared.includes(`${name}/**`)), '.'];
}

/** @param part folders or files with commas between them */
function pathsOf(part: string): string[] {
  return part.split(',').map((path) => `${engine}/${path.endsWith('.ts') ? path : path === '.' ? '*.ts' : `${path}/**/*.ts`}`);
}

function settings(part: string, { processes, patience, afresh, count }: Options): Settings {
  return {
    testRunner: 'mocha',
    plugins: ['@stryker-mutator/mocha-runner'],
    mochaOptions: { spec: judges(), 'no-config': true, 'no-package': true },
    testRunnerNodeArgs: ['--import', './test/engine/mutation/register.mjs'],
    mutate: [...pathsOf(part), ...spared.map((path) => `!${engine}/${path}`)],
    // What the engine's tests read; the rest is not copied.
    ignorePatterns: ['/*', '!/package.json', '!/backend', '!/docs', '!/test', '!/scripts'],
    // Stryker cannot read settings with TypeScript 7, and a copy needs none of ours changed.
    tsconfigFile: 'none',
    coverageAnalysis: 'perTest',
    // What runs only while a file is loaded (schemas, tables) would ask for a new process and for every test: a minute each.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: '.upline/mutation/engine.json',
    force: afresh,
    dryRunOnly: count,
    tempDirName: '.upline/mutation/sandbox',
    cleanTempDir: 'always',
    concurrency: Number(processes),
    // Most loops without an end are found by counting. A busy machine needs patience, or slow mutants count as endless ones.
    timeoutMS: Number(patience) * 1000,
    timeoutFactor: 4,
    reporters: ['progress-append-only'],
    allowConsoleColors: false,
    logLevel: 'warn',
  } as Settings;
}

async function main(options: Options): Promise<number> {
  const parts = options.only ?? folders();
  const results: MutantResult[] = [];
  let failed = false;
  for (const part of parts) {
    const began = Date.now();
    // What it remembers of other files it gives back as well.
    const judged = (await new Stryker(settings(part, options)).runMutationTest()).filter(({ fileName }) =>
      pathsOf(part).some((path) => matchesGlob(relative(root, fileName), path)),
    );
    results.push(...judged);
    failed = !report(part, judged, Date.now() - began) || failed;
  }
  if (options.count) return 0;
  const lived = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(asSurvivor);
  const known = readSurvivors(survivorsPath);
  const survivors = explain(lived, known);
  const looked = new Set(results.map(({ fileName }) => relative(root, fileName)));
  if (options.update) writeSurvivors([...known.filter(({ file }) => !looked.has(file)), ...survivors], survivorsPath);
  for (const { file, line, operator, original, replacement, why } of survivors) {
    say(`\n${file}:${line} ${operator}\n  ${original}\n  → ${replacement}\n  ${why === '' ? '✗ not explained' : why}`);
  }
  const unexplained = survivors.filter(({ why }) => why === '').length;
  if (unexplained > 0) say(`\n✗ ${unexplained} survivors are not explained in ${survivorsPath} (--update adds them).`);
  return failed || unexplained > 0 ? 1 : 0;
}

/** @returns whether enough of them died, and all were looked at */
function report(part: string, mutants: readonly MutantResult[], took: number): boolean {
  const count = (...wanted: MutantResult['status'][]): number => mutants.filter(({ status }) => wanted.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const alive = count('Survived', 'NoCoverage');
  // The others are known to run in circles: their steps were counted.
  const byClock = mutants.filter(({ status, statusReason }) => status === 'Timeout' && !statusReason).length;
  const enough = killed >= (killed + alive) * leastScore;
  say(
    `${enough ? '✓' : '✗'} ${part.padEnd(12)} ${((100 * killed) / Math.max(1, killed + alive)).toFixed(1)} % of ${killed + alive} killed; ` +
      `${count('Timeout')} never ended (${byClock} by the clock), ${count('Survived')} lived, ${count('NoCoverage')} ran in no test, ` +
      `${count('Ignored')} left out, ${count('RuntimeError', 'CompileError')} could not run; ${Math.round(took / 1000)} s`,
  );
  // Seen in Stryker (its issue 6213): a mutant that no test looked at counts as alive. Nothing is known about it.
  const unseen = mutants.filter(({ status, testsCompleted }) => status === 'Survived' && !testsCompleted);
  if (unseen.length > 0) say(`✗ ${unseen.length} mutants were not looked at by any test; run again with --afresh`);
  return enough && unseen.length === 0;
}

function asSurvivor({ fileName, location, mutatorName, replacement }: MutantResult): Omit<Survivor, 'why'> {
  const { start, end } = location;
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return {
    file: relative(root, fileName),
    line: start.line,
    operator: mutatorName,
    original: inOneLine(lines.join('\n')),
    replacement: inOneLine(replacement),
  };
}

function inOneLine(code: string): string {
  const words = code.replaceAll(/\s+/g, ' ').trim();
  return words.length > 160 ? `${words.slice(0, 159)}…` : words;
}

const program = new Command('mutate:engine')
  .description('Breaks the compensation engine one way at a time and counts how often its tests notice.')
  .option(
    '--only <parts...>',
    'folders or files below backend/engine; . for the files beside the folders; with commas: in one go',
  )
  .option('--processes <count>', 'how many to try at once', `${availableParallelism()}`)
  .option('--patience <seconds>', 'how much longer than without a mutant the tests may take before it counts as endless', '30')
  .option('--afresh', 'believe nothing that an earlier run found out (.upline/mutation/engine.json)', false)
  .option('--count', 'only break the copies and run the tests once, to see that they pass', false)
  .option('--update', `write the survivors to ${survivorsPath}`, false);
program.parse();
process.exitCode = await main(program.opts<Options>());
