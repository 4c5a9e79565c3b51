import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { figures, type Measured } from './figures.ts';
import { largestContract } from './sizes.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const recordPath = 'docs/benchmarks/contracts.json';

/** Growth beyond this share fails the check; gas of the same code is the same every time. */
const tolerance = 0.01;

const recordSchema = z.object({
  measured: z.string(),
  gas: z.record(z.string(), z.record(z.string(), z.int().positive())),
  bytecode: z.record(z.string(), z.int().positive()),
});

/** Figures as they were committed: rule set → sentence → gas, and contract → bytes. */
export type Recorded = z.infer<typeof recordSchema>;

export function readRecord(): Recorded | undefined {
  const path = join(root, recordPath);
  return existsSync(path) ? recordSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** @param date as in 2026-11-22 */
export function writeRecord(date: string, measured: ReadonlyMap<string, Measured>, sizes: ReadonlyMap<string, number>): void {
  const gas = Object.fromEntries([...measured].map(([rules, costs]) => [rules, sentencesOf(costs)]));
  const path = join(root, recordPath);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ measured: date, gas, bytecode: Object.fromEntries(sizes) }, undefined, 2)}\n`);
}

function sentencesOf(costs: Measured): Record<string, number> {
  const entries = figures.flatMap(({ id, sentence }) => {
    const gas = costs.get(id);
    return gas === undefined ? [] : [[sentenceOf(sentence), gas] as const];
  });
  return Object.fromEntries(entries);
}

/** The sentence under which a figure is kept; its number stands behind it. */
export function sentenceOf(sentence: string): string {
  return `${sentence} costs, in gas`;
}

/** What is worse than the record, each in a sentence. Empty: nothing. */
export function compare(
  recorded: Recorded,
  measured: ReadonlyMap<string, Measured>,
  sizes: ReadonlyMap<string, number>,
): string[] {
  const worse: string[] = [];
  for (const [rules, costs] of measured) {
    for (const { id, sentence } of figures) {
      const now = costs.get(id);
      const then = recorded.gas[rules]?.[sentenceOf(sentence)];
      if (now === undefined && then !== undefined) worse.push(`"${sentence}" on ${rules} is recorded but was not measured.`);
      if (now === undefined) continue;
      if (then === undefined) worse.push(`"${sentence}" on ${rules} is not recorded.`);
      else if (now > then * (1 + tolerance)) worse.push(`${sentence} on ${rules} costs ${now} gas; recorded are ${then}.`);
    }
  }
  for (const [name, bytes] of sizes) {
    const then = recorded.bytecode[name];
    if (bytes > largestContract) worse.push(`${name} has ${bytes} bytes of code; a chain takes at most ${largestContract}.`);
    if (then === undefined) worse.push(`The size of ${name} is not recorded.`);
    else if (bytes > then) worse.push(`${name} has ${bytes} bytes of code; recorded are ${then}.`);
  }
  return worse;
}
