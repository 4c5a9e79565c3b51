/** A process of its own that tries one mutant after another; Hardhat prints, so its output goes nowhere. */
import { openWorkspace, testFiles } from './workspace.ts';

/** What a worker is asked. `wide`: all tests with more runs, for who survived the quick look. */
export interface Task {
  readonly number: number;
  readonly folders: readonly string[];
  readonly wide: boolean;
  /** Tests that fail without any mutant here (say, because the code is not optimised); they judge nothing. */
  readonly ignored: readonly string[];
}

/** What it answers: the tests that failed; none when the mutant lives. */
export interface Verdict {
  readonly number: number;
  readonly killers: readonly string[];
}

interface SuiteResult {
  readonly id: { readonly name: string };
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

const effort = { quick: { runs: 24, campaign: 8 }, wide: { runs: 256, campaign: 24 } };
const runs = { quick: await openWorkspace(effort.quick), wide: await openWorkspace(effort.wide) };

async function judge({ number, folders, wide, ignored }: Task): Promise<Verdict> {
  const hre = wide ? runs.wide : runs.quick;
  const profile = hre.config.test.solidity.profiles['default'];
  if (profile === undefined) throw new Error('The workspace has no test profile.');
  profile.coinbase = `0x${number.toString(16).padStart(40, '0')}`;
  const chosen = testFiles().filter((path) =>
    wide ? true : folders.some((folder) => path.includes(`/test/contracts/${folder}/`)) && !path.includes('.invariant.'),
  );
  const result = (await hre.tasks.getTask(['test', 'solidity']).run({ noCompile: true, testFiles: chosen })) as {
    readonly success: boolean;
    readonly value?: { readonly suiteResults: readonly SuiteResult[] };
    readonly error?: { readonly suiteResults: readonly SuiteResult[] };
  };
  if (result.success) return { number, killers: [] };
  const suites = result.error?.suiteResults ?? [];
  const failed = suites.flatMap(({ id, testResults }) =>
    testResults.filter(({ status }) => status === 'Failure').map(({ name }) => `${id.name}.${name}`),
  );
  if (failed.length === 0) return { number, killers: ['the run itself'] };
  return { number, killers: failed.filter((name) => !ignored.includes(name)) };
}

process.on('message', (task: Task) => {
  judge(task).then(
    (verdict) => process.send?.(verdict),
    (error: unknown) => process.send?.({ number: task.number, killers: [`the run itself: ${String(error)}`] } satisfies Verdict),
  );
});
process.send?.('ready');
