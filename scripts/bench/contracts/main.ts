/** `npm run bench:contracts`: what each act costs on the chain, beside its bar and the best that is known of others. */
import { Command } from 'commander';
import type { Measured } from './figures.ts';
import { measure } from './measure.ts';
import { linesOf, sizeLinesOf, sizeTable, tableOf } from './print.ts';
import { compare, readRecord, recordPath, writeRecord } from './record.ts';
import { contractSizes, largestContract } from './sizes.ts';

/** The rules that the contracts are compiled for, and those that Hardhat's simulated chain takes by itself. */
const ruleSets: readonly (readonly [string, string | undefined])[] = [
  ['prague', 'prague'],
  ['default', undefined],
];

interface Options {
  readonly json: boolean;
  readonly update: boolean;
  readonly check: boolean;
  readonly only?: string;
}

async function main(options: Options): Promise<number> {
  const measured = new Map<string, Measured>();
  for (const [name, hardfork] of ruleSets) {
    if (options.only === undefined || options.only === name) measured.set(name, await measure(hardfork));
  }
  const sizes = contractSizes();
  if (options.update) writeRecord(new Date().toISOString().slice(0, 10), measured, sizes);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  if (options.json) {
    const lines = [...[...measured].flatMap(([name, costs]) => linesOf(name, costs)), ...sizeLinesOf(sizes, largestContract)];
    for (const line of lines) say(JSON.stringify(line));
  } else {
    say(`${tableOf(measured)}\n\n${sizeTable(sizes, largestContract)}`);
  }
  if (!options.check) return 0;
  const recorded = readRecord();
  const worse = recorded === undefined ? [`${recordPath} is missing.`] : compare(recorded, measured, sizes);
  for (const sentence of worse) process.stderr.write(`${sentence}\n`);
  if (worse.length > 0) process.stderr.write('If that is what you want: npm run bench:contracts -- --update, and say why.\n');
  return worse.length > 0 ? 1 : 0;
}

const program = new Command('bench:contracts')
  .description('Measures what each act costs on the chain.')
  .option('--json', 'one line of JSON a figure', false)
  .option('--update', `write the figures into ${recordPath}`, false)
  .option('--check', 'fail when a figure or a contract has grown beyond what is recorded', false)
  .option('--only <rules>', 'prague or default');
program.parse();
process.exitCode = await main(program.opts<Options>());
