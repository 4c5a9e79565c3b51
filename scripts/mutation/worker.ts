/** A process of its own that tries one mutant after another; Hardhat prints, so its output goes nowhere. */
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { openWorkspace, testFiles } from './workspace.ts';

/** What a worker is asked. `wide`: all tests with more runs, for who survived the quick look. */
export interface Task {
  readonly number: number;
  readonly folders: readonly string[];
  readonly wide: boolean;
  /** The test file to begin with: the one that noticed a neighbour of this mutant. */
  readonly hint?: string;
  /** Tests that fail without any mutant here (say, because the code is not optimised); they judge nothing. */
  readonly ignored: readonly string[];
}

/** What it answers: the tests that failed; none when the mutant lives. */
export interface Verdict {
  readonly number: number;
  readonly killers: readonly string[];
  /** The test file of the killers, when tests killed it. */
  readonly file?: string;
}

interface SuiteResult {
  readonly id: { readonly name: string };
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

const effort = { quick: { runs: 24, campaign: 8 }, wide: { runs: 256, campaign: 24 } };
const runs = { quick: await openWorkspace(effort.quick), wide: await openWorkspace(effort.wide) };

/** One test file after the other; the first that notices is enough. */
async function judge({ number, folders, wide, hint, ignored }: Task): Promise<Verdict> {
  const hre = wide ? runs.wide : runs.quick;
  const profile = hre.config.test.solidity.profiles['default'];
  if (profile === undefined) throw new Error('The workspace has no test profile.');
  profile.coinbase = `0x${number.toString(16).padStart(40, '0')}`;
  const chosen = testFiles().filter((path) =>
    wide ? true : folders.some((folder) => path.includes(`/test/contracts/${folder}/`)) && !path.includes('.invariant.'),
  );
  const killers: string[] = [];
  for (const file of chosen.toSorted((one, other) => Number(other === hint) - Number(one === hint))) {
    killers.push(...(await failuresIn(hre, file)).filter((name) => !ignored.includes(name)));
    // Without a mutant, all that fail are asked for.
    if (killers.length > 0 && number !== 0) return { number, killers, file };
  }
  return { number, killers };
}

async function failuresIn(hre: HardhatRuntimeEnvironment, file: string): Promise<string[]> {
  const result = (await hre.tasks.getTask(['test', 'solidity']).run({ noCompile: true, testFiles: [file] })) as {
    readonly success: boolean;
    readonly error?: { readonly suiteResults: readonly SuiteResult[] };
  };
  if (result.success) return [];
  const failed = (result.error?.suiteResults ?? []).flatMap(({ id, testResults }) =>
    testResults.filter(({ status }) => status === 'Failure').map(({ name }) => `${id.name}.${name}`),
  );
  return failed.length === 0 ? ['the run itself'] : failed;
}

/** Milliseconds of the processor for one mutant: a machine that does other things too must not make one look endless. */
const patience = { quick: 60_000, wide: 300_000 };
let begun: { readonly usage: NodeJS.CpuUsage; readonly limit: number } | undefined;
setInterval(() => {
  if (begun === undefined) return;
  const { user, system } = process.cpuUsage(begun.usage);
  if ((user + system) / 1_000 > begun.limit) process.exit(1);
}, 1_000).unref();

process.on('message', (task: Task) => {
  begun = { usage: process.cpuUsage(), limit: task.wide ? patience.wide : patience.quick };
  judge(task).then(
    (verdict) => process.send?.(verdict),
    (error: unknown) => process.send?.({ number: task.number, killers: [`the run itself: ${String(error)}`] } satisfies Verdict),
  );
});
process.send?.('ready');
