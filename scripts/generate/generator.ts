import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Repository root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One generated artefact. `run(true)` writes nothing; both answer with the paths (from the root) that differ from the sources. */
export interface Generator {
  readonly name: string;
  readonly run: (check: boolean) => Promise<readonly string[]>;
}

/** A generator whose result is text: `build` answers with path from the root → content; `folder` holds nothing else. */
export function textGenerator(options: {
  readonly name: string;
  readonly folder?: string;
  readonly build: () => Promise<ReadonlyMap<string, string>> | ReadonlyMap<string, string>;
}): Generator {
  return {
    name: options.name,
    run: async (check) => {
      const wanted = await options.build();
      const changed = [...wanted].filter(([path, content]) => readText(path) !== content).map(([path]) => path);
      const left = options.folder === undefined ? [] : filesIn(options.folder).filter((path) => !wanted.has(path));
      if (!check) {
        for (const path of left) rmSync(join(root, path));
        for (const path of changed) {
          mkdirSync(dirname(join(root, path)), { recursive: true });
          writeFileSync(join(root, path), wanted.get(path) ?? '');
        }
      }
      return [...changed, ...left];
    },
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
