/** `npm test`: every step that a change must pass, the cheap first; stops at the first failure and says how to repeat it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.ts';
import { type Count, countTests, type Step, stages } from './steps.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
  HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

const running = new Set<ChildProcess>();
let broken: Step | undefined;
let stopped = false;

/** Ends the steps that run, and what they started. */
function endRunning(): void {
  for (const { pid } of running) {
    if (pid === undefined) continue;
    try {
      process.kill(-pid, 'SIGTERM');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** We were told to stop, or who started us is gone. */
function stop(): void {
  stopped = true;
  endRunning();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('disconnect', stop);
process.channel?.unref();

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
  readonly count: Count;
}

async function runStep(step: Step): Promise<Outcome> {
  const refused = { ok: false, count: { passed: 0, failed: 0 } };
  if (step.needs === 'chromium') {
    try {
      environment['CHROMIUM_PATH'] = ensureChromium((line) => say(`  ${line}`));
    } catch (error) {
      return { ...refused, output: error instanceof Error ? error.message : String(error) };
    }
  }
  // A group of its own, so that stopping reaches everything that the step started.
  const child = spawn('sh', ['-c', step.command], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-400_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  running.delete(child);
  try {
    return { ok: code === 0, output, count: countTests(step.counting, output, code === 0 ? 'well' : 'badly') };
  } catch (error) {
    return { ...refused, output: `${output}\n${error instanceof Error ? error.message : String(error)}` };
  }
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const isWanted = ({ name }: Step): boolean => wanted.length === 0 || wanted.some((word) => name.includes(word));
const total = { passed: 0, failed: 0 };
const began = Date.now();

/** Runs what is wanted of a lane until something fails, here or beside it. */
async function runLane(lane: readonly Step[]): Promise<void> {
  for (const step of lane.filter(isWanted)) {
    if (stopped || broken !== undefined) return;
    const started = Date.now();
    const { ok, output, count } = await runStep(step);
    // What was ended because of another says nothing about itself.
    if (stopped || broken !== undefined) return;
    total.passed += count.passed;
    total.failed += count.failed;
    const counted = step.counting === 'none' ? '' : ` · ${count.passed} passed`;
    say(`${ok ? '✓' : '✗'} ${step.name.padEnd(32)} ${seconds(started).padStart(8)}${counted}`);
    if (ok) continue;
    broken = step;
    endRunning();
    say(`\n${output.trimEnd().split('\n').slice(-150).join('\n')}\n`);
    say(`✗ ${step.name} failed. Repeat it with: npx ${step.command}`.replace('npx node ', 'node '));
    if (step.counting !== 'none' && count.failed === 0) total.failed += 1;
  }
}

for (const lanes of stages) await Promise.all(lanes.map(runLane));

say(
  `\n${stopped ? 'Stopped' : broken === undefined ? 'All steps passed' : 'Stopped at the first failure'} after ${seconds(began)}.`,
);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = broken === undefined && !stopped ? 0 : 1;
