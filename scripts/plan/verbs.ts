/** `upline plan check`, `upline plan diff` and `upline run`: the engine on files, without chain and database. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { UplineError, type Locale } from '#kernel/errors/index.ts';
import { canonicalPlan, diffPlans, planHash, readCarry, readNetwork, runNetwork } from '#engine/index.ts';
import { differencesText, faultsText, planText, resultText } from './print.ts';
import { readData, readPlan } from './read-data.ts';

interface Options {
  readonly json?: true;
  readonly lang?: Locale;
}

/** What the verbs need of the command: where text goes, and which language the reader has. */
export interface Door {
  readonly out: (text: string) => void;
  readonly localeFor: (chosen: Locale | undefined) => Locale;
}

export function addPlanVerbs(program: Command, { out, localeFor }: Door): void {
  const plan = program.command('plan').description('compensation plans as files (JSON or YAML)');

  withLook(plan.command('check').argument('<file>'))
    .description('check a plan and name every fault with its path, the reason and the cure')
    .option('--canonical', 'print the canonical text that is published and hashed')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx upline plan check plan.yaml\n  $ npx upline plan check plan.json --json\nExit code: 0 valid, 1 faults, 2 unreadable.',
    )
    .action(async (file: string, options: Options & { canonical?: true }) => {
      const locale = localeFor(options.lang);
      const { plan: valid, faults } = await readPlan(file);
      if (options.json === true) out(jsonOf(valid === undefined ? { faults } : { planHash: planHash(valid), faults }));
      else if (valid === undefined) out(faultsText(file, faults, locale));
      else out(options.canonical === true ? canonicalPlan(valid) : planText(file, valid, locale));
      process.exitCode = valid === undefined ? 1 : 0;
    });

  withLook(plan.command('diff').argument('<before>').argument('<after>'))
    .description('every value in which two plans differ')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx upline plan diff old.yaml new.yaml\nExit code: 0 equal, 1 different, 2 one of them is no plan.',
    )
    .action(async (before: string, after: string, options: Options) => {
      const locale = localeFor(options.lang);
      const [left, right] = [await readPlan(before), await readPlan(after)];
      if (left.plan === undefined || right.plan === undefined) {
        if (options.json === true) out(jsonOf({ before: left.faults, after: right.faults }));
        else
          for (const [file, { faults }] of [
            [before, left],
            [after, right],
          ] as const)
            if (faults.length > 0) out(faultsText(file, faults, locale));
        process.exitCode = 2;
        return;
      }
      const differences = diffPlans(left.plan, right.plan);
      out(options.json === true ? jsonOf(differences) : differencesText(differences, locale));
      process.exitCode = differences.length === 0 ? 0 : 1;
    });

  withLook(program.command('run'))
    .description('calculate one period of a network file')
    .requiredOption('--plan <file>', 'the plan')
    .requiredOption('--network <file>', 'members and volumes of the period')
    .option('--carry <file>', 'result or carry of the period before')
    .option('--out <file>', 'where the result goes (default: the screen)')
    .option('--lines', 'write every line into the result')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx upline run --plan plan.yaml --network january.json --out january-result.json\n  $ npx upline run --plan plan.yaml --network february.json --carry january-result.json --out february-result.json --lines\nExit code: 0 calculated, 1 faults in a file (nothing is written), 2 unreadable.',
    )
    .action(async (options: Options & { plan: string; network: string; carry?: string; out?: string; lines?: true }) => {
      const locale = localeFor(options.lang);
      const read = await readAll(options);
      if (read.input === undefined) {
        if (options.json === true) out(jsonOf({ faults: read.faults }));
        else for (const [file, faults] of read.faults) out(faultsText(file, faults, locale));
        process.exitCode = 1;
        return;
      }
      const result = runNetwork(read.input.plan, read.input.facts, read.input.carry, options.lines === true);
      if (options.out === undefined) return out(jsonOf(result));
      try {
        await writeFile(options.out, `${jsonOf(result)}\n`);
      } catch (error) {
        throw new UplineError('PLAN_FILE.UNWRITABLE', { file: options.out }, { cause: error });
      }
      out(options.json === true ? jsonOf(result.totals) : resultText(result, options.out, locale));
    });
}

function withLook(command: Command): Command {
  return command
    .option('--json', 'print JSON')
    .addOption(new Option('--lang <language>', 'language of the text').choices(['en', 'ru']));
}

const jsonOf = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** Reads the files of a run. What can be checked is checked, so that the faults of all files are named in one go. */
async function readAll(files: { plan: string; network: string; carry?: string }) {
  const { plan, faults: planFaults } = await readPlan(files.plan);
  const carryData = files.carry === undefined ? undefined : await readData(files.carry);
  const networkData = await readData(files.network);
  const carried =
    carryData === undefined || carryData.faults.length > 0 || plan === undefined
      ? undefined
      : readCarry(carryData.data, planHash(plan));
  // Without its carry a network cannot be judged: refunds of earlier orders would look unknown.
  const judged = networkData.faults.length > 0 || (files.carry !== undefined && carried?.carry === undefined);
  const network = judged ? undefined : readNetwork(networkData.data, carried?.carry, plan);
  const faults = (
    [
      [files.plan, planFaults],
      [files.carry ?? '', [...(carryData?.faults ?? []), ...(carried?.faults ?? [])]],
      [files.network, [...networkData.faults, ...(network?.faults ?? [])]],
    ] as const
  ).filter(([, found]) => found.length > 0);
  const facts = network?.facts;
  if (faults.length > 0 || plan === undefined || facts === undefined) return { faults };
  return { faults, input: { plan, facts, carry: carried?.carry } };
}
