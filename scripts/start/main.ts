/** `npm start`: everything, from an empty folder to a printed table; Ctrl-C stops what it started. */
import { openHome, removeState } from './home.ts';
import { stopOwner } from './lock.ts';
import { type Product, startProduct } from './product.ts';
import { Obstacle } from './say.ts';
import { finalTable } from './table.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const began = Date.now();
let product: Product | undefined;
let ending: Promise<void> | undefined;

/** Stops once, however often and by whomever it is asked. */
function end(reason: string, code: number): Promise<void> {
  ending ??= (async () => {
    say(`\n· ${reason}; stopping`);
    await product?.stop();
    say('· Stopped. The next start goes on from here.');
    process.exit(code);
  })();
  return ending;
}

for (const [signal, reason] of [
  ['SIGINT', 'Ctrl-C'],
  ['SIGTERM', 'Told to stop'],
  ['SIGHUP', 'The window was closed'],
] as const) {
  process.on(signal, () => void (product === undefined ? process.exit(130) : end(reason, 0)));
}
// The channel to the process that started us closes when that one dies.
process.on('disconnect', () => void (product === undefined ? process.exit(1) : end('Who started this is gone', 1)));
process.channel?.unref();

try {
  const words = process.argv.slice(2);
  const unknown = words.find((word) => word !== '--reset');
  if (unknown !== undefined)
    throw new Obstacle(`npm start does not know ${unknown}.`, 'Use: npm start, or npm start -- --reset to begin anew.');
  const home = openHome();
  if (words.includes('--reset')) {
    await stopOwner(home, say);
    say('· Removing the demo world, its chain and its database');
    removeState(home);
  }
  product = await startProduct({ home, say });
  say(await finalTable(home, product.places, product.demo));
  say(`Ready after ${((Date.now() - began) / 1000).toFixed(0)} s.`);
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
