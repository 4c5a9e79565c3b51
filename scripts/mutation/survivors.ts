import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from './syntax-tree.ts';

export const survivorsPath = 'test/contracts/mutation/survivors.json';

const survivorSchema = z.strictObject({
  file: z.string(),
  line: z.int(),
  operator: z.string(),
  original: z.string(),
  replacement: z.string(),
  /** Why no test can tell it from the original, or why none has to. Empty: nobody has looked at it yet. */
  why: z.string(),
});

export type Survivor = z.infer<typeof survivorSchema>;

export function readSurvivors(place = survivorsPath): Survivor[] {
  const path = join(root, place);
  return existsSync(path) ? z.array(survivorSchema).parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
}

/** The mutants that live now, each with the reason that was written down for it before; lines may have moved. */
export function explain(alive: readonly Omit<Survivor, 'why'>[], known: readonly Survivor[]): Survivor[] {
  return alive.map(({ file, line, operator, original, replacement }) => {
    const same = known.filter(
      (one) => one.file === file && one.operator === operator && one.original === original && one.replacement === replacement,
    );
    // The same words may stand in several places of a file; the nearest line is meant.
    const nearest = same.toSorted((one, other) => Math.abs(one.line - line) - Math.abs(other.line - line))[0];
    return { file, line, operator, original, replacement, why: nearest?.why ?? '' };
  });
}

export function writeSurvivors(survivors: readonly Survivor[], place = survivorsPath): void {
  const path = join(root, place);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(survivors, undefined, 2)}\n`);
}
