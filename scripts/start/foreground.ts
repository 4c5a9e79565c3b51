import { type Product, type ProductOptions, startProduct } from './product.ts';
import { Obstacle, type Say } from './say.ts';
import { finalTable } from './table.ts';

const say: Say = (line) => void process.stdout.write(`${line}\n`);

/**
 * The life of a command that starts everything: a table when it is there, and a quiet end by Ctrl-C, by a part that breaks, or by the
 * death of whoever started us. @param prepare what to start; may throw Obstacle
 */
export async function runInForeground(prepare: (say: Say) => Promise<Omit<ProductOptions, 'say'>>): Promise<void> {
  const began = Date.now();
  let product: Product | undefined;
  let ending: Promise<void> | undefined;

  /** Stops once, however often and by whomever it is asked. */
  const end = (reason: string, code: number): Promise<void> => {
    ending ??= (async () => {
      say(`\n· ${reason}; stopping`);
      await product?.stop();
      say('· Stopped. The next start goes on from here.');
      process.exit(code);
    })();
    return ending;
  };

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
    const options = await prepare(say);
    product = await startProduct({ ...options, say });
    say(await finalTable(options.home, product.places, product.demo));
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
}
