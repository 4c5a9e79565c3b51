/** `upline simulate` and `upline backtest`: a plan on a network that grows by chance, and on periods that have been. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { UplineError, type Locale } from '#kernel/errors/index.ts';
import { backtest, readPast, readScenario, simulate, type Plan, type PlanFault, type TrialNetwork } from '#engine/index.ts';
import { faultsText } from './print.ts';
import { backtestText, simulationText } from './print-trial.ts';
import { readData, readPlan } from './read-data.ts';
import { type Door } from './verbs.ts';

interface Options {
  readonly plan: string;
  readonly current?: string;
  readonly out?: string;
  readonly json?: true;
  readonly lang?: Locale;
}

type Faults = readonly (readonly [file: string, faults: readonly PlanFault[]])[];

export function addTrialVerbs(program: Command, { out, localeFor }: Door): void {
  withLook(program.command('simulate'))
    .description('try a plan on a network that grows by seeded chance, month by month')
    .option('--scenario <file>', 'how the network grows (JSON or YAML); every field may be left out')
    .option('--months <number>', 'months, 24 unless the scenario says otherwise')
    .option('--seed <number>', 'the same seed grows the same network')
    .option('--members <number>', 'members in the first month')
    .option('--most <number>', 'the most members that there ever are')
    .addHelpText(
      'after',
      `
Examples:
  $ npx upline simulate --plan docs/plans/hybrid.json --months 24 --seed 7
  $ npx upline simulate --plan draft.yaml --current plan.json --scenario growth.yaml --out simulation.json
Exit code: 0 simulated, 1 faults in a file (nothing is written), 2 unreadable.`,
    )
    .action(async (options: Options & Numbers & { scenario?: string }) => {
      const locale = localeFor(options.lang);
      const plans = await readPlans(options);
      const file = options.scenario === undefined ? { data: {}, faults: [] } : await readData(options.scenario);
      const data =
        options.scenario !== undefined && !isRecord(file.data)
          ? file.data
          : { ...(isRecord(file.data) ? file.data : undefined), ...numbersOf(options) };
      const read = plans.draft === undefined || file.faults.length > 0 ? undefined : readScenario(data, plans.draft);
      const faults = withFaults([...plans.faults, [options.scenario ?? 'scenario', [...file.faults, ...(read?.faults ?? [])]]]);
      const { draft } = plans;
      if (faults.length > 0 || draft === undefined || read?.scenario === undefined) return refuse(faults, options, locale);
      const told = progress({ en: 'simulating', ru: 'моделирование' }[locale]);
      const report = simulate(pairOf(draft, plans.current), read.scenario, told);
      await deliver(report, options, () => simulationText(report, draft, locale));
    });

  withLook(program.command('backtest'))
    .description('try a draft on the network files of past periods, beside the plan that was in force')
    .requiredOption('--against <files...>', 'network files of successive periods, the first one first')
    .addHelpText(
      'after',
      `
Examples:
  $ npx upline backtest --plan draft.yaml --against january.json february.json march.json
  $ npx upline backtest --plan draft.yaml --current plan.json --against january.json february.json --json
Without --current there is nothing to compare with: totals only, no winners and losers.
Exit code: 0 calculated, 1 faults in a file (nothing is written), 2 unreadable.`,
    )
    .action(async (options: Options & { against: string[] }) => {
      const locale = localeFor(options.lang);
      const plans = await readPlans(options);
      const past = await readMonths(options.against, plans.draft);
      const faults = withFaults([...plans.faults, ...past.faults]);
      const { draft } = plans;
      if (faults.length > 0 || draft === undefined || past.network === undefined) return refuse(faults, options, locale);
      const told = progress({ en: 'calculating', ru: 'расчёт' }[locale]);
      const report = backtest(pairOf(draft, plans.current), past.network, told);
      await deliver(report, options, () => backtestText(report, draft, locale));
    });

  function refuse(faults: Faults, options: Options, locale: Locale): void {
    if (options.json === true) out(jsonOf({ faults }));
    else for (const [file, found] of faults) out(faultsText(file, found, locale));
    process.exitCode = 1;
  }

  async function deliver(report: object, options: Options, text: () => string): Promise<void> {
    if (options.out !== undefined) {
      try {
        await writeFile(options.out, `${jsonOf(report)}\n`);
      } catch (error) {
        throw new UplineError('PLAN_FILE.UNWRITABLE', { file: options.out }, { cause: error });
      }
    }
    out(options.json === true ? jsonOf(report) : text());
  }
}

interface Numbers {
  readonly months?: string;
  readonly seed?: string;
  readonly members?: string;
  readonly most?: string;
}

/** Numbers of the command line stand over those of the scenario. @throws UplineError AUDIT.BAD_NUMBER */
function numbersOf({ months, seed, members, most }: Numbers): Record<string, number> {
  const given = { months, seed, startMembers: members, mostMembers: most };
  const options = { months: '--months', seed: '--seed', startMembers: '--members', mostMembers: '--most' } as const;
  const numbers: Record<string, number> = {};
  for (const [field, value] of Object.entries(given) as [keyof typeof given, string | undefined][]) {
    if (value === undefined) continue;
    if (!/^\d{1,15}$/.test(value)) throw new UplineError('AUDIT.BAD_NUMBER', { option: options[field], value });
    numbers[field] = Number(value);
  }
  return numbers;
}

async function readPlans({ plan, current }: Options): Promise<{ draft?: Plan; current?: Plan; faults: Faults }> {
  const draft = await readPlan(plan);
  const other = current === undefined ? undefined : await readPlan(current);
  return {
    faults: [[plan, draft.faults] as const, ...(current === undefined ? [] : [[current, other?.faults ?? []] as const])],
    ...(draft.plan === undefined ? {} : { draft: draft.plan }),
    ...(other?.plan === undefined ? {} : { current: other.plan }),
  };
}

/** Network files in their order. Every one is read, so that faults of notation are named of all of them. */
async function readMonths(files: readonly string[], plan: Plan | undefined): Promise<{ network?: TrialNetwork; faults: Faults }> {
  const read = [];
  for (const file of files) read.push(await readData(file));
  const notation = read.map(({ faults }, index) => [files[index] ?? '', faults] as const);
  if (plan === undefined || notation.some(([, faults]) => faults.length > 0)) return { faults: notation };
  const { network, wrong } = readPast(
    read.map(({ data }) => data),
    plan,
  );
  if (wrong !== undefined) return { faults: [[files[wrong.index] ?? '', wrong.faults]] };
  return { faults: [], ...(network === undefined ? {} : { network }) };
}

const withFaults = (faults: Faults): Faults => faults.filter(([, found]) => found.length > 0);
const pairOf = (draft: Plan, current: Plan | undefined) => (current === undefined ? { draft } : { draft, current });
const isRecord = (data: unknown): data is object => typeof data === 'object' && data !== null && !Array.isArray(data);
const jsonOf = (value: unknown): string => JSON.stringify(value, undefined, 2);

function withLook(command: Command): Command {
  return command
    .requiredOption('--plan <file>', 'the draft (JSON or YAML)')
    .option('--current <file>', 'the plan in force, to compare with')
    .option('--out <file>', 'write the report as JSON to this file as well')
    .option('--json', 'print the report as JSON')
    .addOption(new Option('--lang <language>', 'language of the text').choices(['en', 'ru']));
}

/** One line on stderr that is rewritten, and wiped at the end; nothing when it is not a terminal. */
function progress(what: string): ((done: number, of: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (done, of) => process.stderr.write(done === of ? '\r\u001b[K' : `\r\u001b[K· ${what} ${done}/${of}`);
}
