/** `npm run demo -- --members 100000`: a company of any size, in a home of its own beside that of `npm start`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHome, projectFolder, removeState } from '#scripts/start/home.ts';
import { type Product, startProduct } from '#scripts/start/product.ts';
import { Obstacle } from '#scripts/start/say.ts';
import { finalTable } from '#scripts/start/table.ts';

const FEWEST = 100;
const MOST = 10_000_000;
const usage =
  'Use: npm run demo -- --members 100000 (with --reset to begin anew). For the small world of 60 partners: npm start.';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const began = Date.now();
let product: Product | undefined;
let ending: Promise<void> | undefined;

/** Stops once, however often and by whomever it is asked. */
function end(reason: string, code: number): Promise<void> {
  ending ??= (async () => {
    say(`\n· ${reason}; stopping`);
    await product?.stop();
    process.exit(code);
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void (product === undefined ? process.exit(130) : end(`Got ${signal}`, 0)));
}
// The channel to the process that started us closes when that one dies.
process.on('disconnect', () => void (product === undefined ? process.exit(1) : end('Who started this is gone', 1)));
process.channel?.unref();

/** @throws Obstacle for anything but the words that we know */
function readWords(): { members: number; reset: boolean } {
  let values: { members?: string; reset?: boolean };
  try {
    ({ values } = parseArgs({ options: { members: { type: 'string' }, reset: { type: 'boolean' } } }));
  } catch (error) {
    throw new Obstacle(error instanceof Error ? error.message : String(error), usage, { cause: error });
  }
  const members = Number(values.members ?? Number.NaN);
  if (!Number.isInteger(members) || members < FEWEST || members > MOST) {
    throw new Obstacle(`--members must be a whole number from ${FEWEST} to ${MOST}.`, usage);
  }
  return { members, reset: values.reset ?? false };
}

try {
  const { members, reset } = readWords();
  const home = openHome(join(projectFolder, '.upline', `large-${members}`));
  if (reset) removeState(home);
  product = await startProduct({ home, say, members });
  say(await finalTable(home, product.places, product.demo));
  say(`Ready after ${((Date.now() - began) / 1000).toFixed(0)} s. Everything of this world is in ${home.folder}.`);
  const broken = await product.broken;
  if (ending === undefined) await end(`✗ ${broken}`, 1);
  await ending;
} catch (error) {
  const text =
    error instanceof Obstacle
      ? `✗ ${error.message}\n  → ${error.cure}`
      : `✗ ${error instanceof Error ? error.stack : String(error)}`;
  process.stderr.write(`\n${text}\n`);
  await product?.stop();
  process.exitCode = 1;
}
