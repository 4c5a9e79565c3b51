/** The `upline` command. Each verb is loaded when it is asked for: the auditor's verbs bring no server with them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { describeError, type Locale, UplineError } from '#kernel/errors/index.ts';
import { Obstacle } from './start/say.ts';

interface Common {
  readonly rpc?: string;
  readonly deployment?: string;
  readonly json?: true;
  readonly lang?: Locale;
}

const demoFolder = fileURLToPath(new URL('../.upline/', import.meta.url));
const out = (text: string): void => void process.stdout.write(`${text}\n`);
const systemLocale: Locale = /^ru/i.test(process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '')
  ? 'ru'
  : 'en';
let locale = systemLocale;

const program = new Command('upline')
  .description(
    'Checks a company that runs on Upline from the chain alone, without its servers.\nПроверяет компанию на Upline по одной только сети, без её серверов.',
  )
  .exitOverride()
  .configureHelp({ sortSubcommands: false });

// The engine's verbs are asked for by name, so that the auditor's load nothing of them; help lists them all.
const verb = process.argv[2];
const listed = verb === undefined || verb.startsWith('-') || verb === 'help';
const engineDoor = { out, localeFor: (chosen: Locale | undefined) => (locale = chosen ?? systemLocale) };
if (listed || verb === 'plan' || verb === 'run') {
  const { addPlanVerbs } = await import('./plan/verbs.ts');
  addPlanVerbs(program, engineDoor);
}
if (listed || verb === 'simulate' || verb === 'backtest') {
  const { addTrialVerbs } = await import('./plan/trial-verbs.ts');
  addTrialVerbs(program, engineDoor);
}

/** The options of every verb that reads the chain. Beside a running demo none of them is needed. */
function chainVerb(name: string, description: string, examples: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--rpc <url>', 'a node of the chain, best your own (default: the running demo)')
    .option('--deployment <file>', 'addresses of the contracts (default: the running demo)')
    .option('--json', 'print JSON')
    .addOption(new Option('--lang <language>', 'language of the text').choices(['en', 'ru']))
    .addHelpText('after', `\nExamples:\n${examples}`);
}

chainVerb(
  'audit',
  'rebuild tree, volumes, every period and every root from the events; print a verdict',
  `  $ npx upline audit
  $ npx upline audit --rpc https://node.example --deployment addresses.json --files https://company.example/api/v1/payout-files
  $ npx upline audit --rpc http://127.0.0.1:8545 --deployment addresses.json --files ./payouts --json --lang ru
Exit code: 0 everything agrees, 1 something disagrees, 2 the audit could not be made.`,
)
  .option('--files <place>', 'site or folder of the published payout files (default: those of the running demo)')
  .option('--block <number>', 'audit as of this block (default: the newest)')
  .action(async (options: Common & { files?: string; block?: string }) => {
    locale = options.lang ?? systemLocale;
    const { audit } = await import('./audit/audit.ts');
    const { reportText } = await import('./audit/print.ts');
    const target = await targetOf(options);
    const report = await audit({
      ...target,
      files: options.files ?? target.files,
      block: options.block === undefined ? undefined : BigInt(wholeNumber('--block', options.block)),
      told: options.json === true ? undefined : progressLine(),
    });
    out(options.json === true ? JSON.stringify(report, undefined, 2) : reportText(report, locale));
    process.exitCode = report.verdict === 'agrees' ? 0 : 1;
  });

chainVerb(
  'prove',
  'ask the contract whether one member stands above another, and print the path',
  `  $ npx upline prove --member 42 --upline 7
  $ npx upline prove --member 42 --upline 7 --rpc https://node.example --deployment addresses.json --json
Exit code: 0 proved, 1 not an upline, 2 could not be asked.`,
)
  .requiredOption('--member <number>', 'number of the member below')
  .requiredOption('--upline <number>', 'number of the member who should stand above')
  .action(async (options: Common & { member: string; upline: string }) => {
    locale = options.lang ?? systemLocale;
    const { proveUpline } = await import('./audit/prove.ts');
    const { proofText } = await import('./audit/print-answers.ts');
    const { rpc, deployment } = await targetOf(options);
    const proof = await proveUpline(
      rpc,
      deployment,
      wholeNumber('--member', options.member),
      wholeNumber('--upline', options.upline),
    );
    out(options.json === true ? JSON.stringify(proof, undefined, 2) : proofText(proof, locale));
    process.exitCode = proof.isUpline ? 0 : 1;
  });

chainVerb(
  'explain',
  'calculate a closed period from the chain and print why a member got what they got, and what was missing',
  `  $ npx upline explain --member 42 --period 3
  $ npx upline explain --member 42 --period 3 --lang ru
  $ npx upline explain --member 42 --period 3 --json
Exit code: 0 explained, 1 the published root differs from the calculation, 2 could not be calculated.`,
)
  .requiredOption('--member <number>', 'number of the member')
  .requiredOption('--period <number>', 'number of a closed period')
  .action(async (options: Common & { member: string; period: string }) => {
    locale = options.lang ?? systemLocale;
    const { explainMember } = await import('./audit/explain-member.ts');
    const { explanationText, jsonOf } = await import('./audit/print-answers.ts');
    const { rpc, deployment } = await targetOf(options);
    const answer = await explainMember(
      rpc,
      deployment,
      wholeNumber('--member', options.member),
      wholeNumber('--period', options.period),
    );
    out(options.json === true ? jsonOf(answer) : explanationText(answer, locale));
    process.exitCode = answer.proposed?.matches === false ? 1 : 0;
  });

const mirror = program.command('mirror').description("the operator's database");

mirror
  .command('verify')
  .description('compare every row of the mirror with the chain and name the first that differs')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  $ npx upline mirror verify\n  $ DATABASE_URL=postgresql://… RPC_URLS=https://node.example DEPLOYMENT_FILE=addresses.json npx upline mirror verify --json',
  )
  .action(async (options: { json?: true }) => {
    const { verifyMirrorCommand } = await import('./start/mirror-commands.ts');
    process.exitCode = await verifyMirrorCommand(options.json === true);
  });

mirror
  .command('rebuild')
  .description('make the mirror, and everything computed from it, again from the chain; the indexer must be stopped')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  $ DATABASE_URL=postgresql://… RPC_URLS=https://node.example,https://other.example DEPLOYMENT_FILE=addresses.json npx upline mirror rebuild\nExit code: 0 the same as before, 1 another than before, 2 could not be rebuilt.',
  )
  .action(async (options: { json?: true }) => {
    const { rebuildMirrorCommand } = await import('./start/mirror-commands.ts');
    process.exitCode = await rebuildMirrorCommand(options.json === true);
  });

program
  .command('doctor')
  .description('check this machine: Node, disk, ports, database, chain, browser')
  .addHelpText('after', '\nExamples:\n  $ npx upline doctor\n  $ npm run doctor')
  .action(async () => {
    const { doctor } = await import('./start/doctor.ts');
    process.exitCode = await doctor();
  });

/** Node, contracts and files to work on: as named, else those of the demo in this folder. */
async function targetOf(options: Common) {
  const { loadDeployment } = await import('#chain/deployment.ts');
  const demo = options.rpc === undefined || options.deployment === undefined ? await runningDemo() : undefined;
  const rpc = options.rpc ?? demo?.rpc;
  const file = options.deployment ?? demo?.deployment;
  if (rpc === undefined || file === undefined) throw new UplineError('AUDIT.NO_DEPLOYMENT');
  // Files of the demo are looked at only when it is the demo that is audited.
  const files = options.rpc === undefined && options.deployment === undefined ? demo?.files : undefined;
  return { rpc, deployment: await loadDeployment(file), files };
}

async function runningDemo(): Promise<{ rpc: string; deployment: string; files: string } | undefined> {
  try {
    const state = JSON.parse(await readFile(`${demoFolder}start.json`, 'utf8')) as { rpcUrl?: string };
    if (state.rpcUrl === undefined) return undefined;
    return { rpc: state.rpcUrl, deployment: `${demoFolder}deployment.json`, files: `${demoFolder}files` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new UplineError('AUDIT.BAD_NUMBER', { option, value });
  return Number(value);
}

/** One line on stderr that is rewritten; nothing when it is not a terminal. */
function progressLine(): ((step: string, percent?: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (step, percent) =>
    process.stderr.write(
      `\r\u001b[K· ${step}${percent === undefined ? '' : ` ${percent} %`}${step === 'files' ? '\r\u001b[K' : ''}`,
    );
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const said =
      error instanceof UplineError
        ? describeError(error.code, error.parameters, locale)
        : error instanceof Obstacle
          ? error
          : undefined;
    const lines =
      said === undefined ? [String(error instanceof Error ? error.stack : error)] : [`✗ ${said.message}`, `  → ${said.cure}`];
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exitCode = 2;
  }
}
