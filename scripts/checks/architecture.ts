/** Checks the house against its tables: imports by dependency-cruiser, names and sizes of files by a walk. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { architectureRules } from './architecture-rules.ts';
import { emptyNames, longestFile, moduleOrder, moduleVocabulary } from './floors.ts';

/** `rule` was broken at `place`; `detail` says how. */
export interface Violation {
  readonly rule: string;
  readonly place: string;
  readonly detail: string;
}

const FOLDERS = ['backend', 'scripts', 'test', 'web', 'contracts'];
const SOURCES = new Set(['.ts', '.tsx', '.mjs', '.sol']);
const NOT_OURS = /(^|\/)(generated|node_modules|dist|\.upline|artifacts|cache)(\/|$)/;

/** All violations under `root`, in the order of rule and place. */
export async function checkArchitecture(root: string): Promise<Violation[]> {
  const files = FOLDERS.flatMap((folder) => sourceFiles(root, join(root, folder)));
  const violations = [...(await importViolations(root)), ...files.flatMap((file) => fileViolations(root, file))];
  return violations.toSorted((left, right) => `${left.rule} ${left.place}`.localeCompare(`${right.rule} ${right.place}`));
}

async function importViolations(root: string): Promise<Violation[]> {
  const folders = FOLDERS.filter((folder) => folder !== 'contracts' && readNames(join(root, folder)).length > 0);
  const answer = await cruise(
    folders,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: architectureRules() },
      parser: 'swc',
      // Imports of types count: a cycle of types is a cycle of knowledge.
      tsPreCompilationDeps: true,
      doNotFollow: { path: ['node_modules', '(^|/)generated/prisma/'] },
      exclude: {
        path: '(^|/)(generated/typechain|generated/prisma/(internal|models|commonInputTypes|enums)|\\.upline|artifacts|cache)(/|$)',
      },
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  );
  if (typeof answer.output === 'string') throw new Error(answer.output);
  const result: ICruiseResult = answer.output;
  if (result.summary.totalCruised === 0) throw new Error(`dependency-cruiser saw no file under ${root}`);
  return result.summary.violations.map((violation) => ({
    rule: violation.rule.name,
    place: violation.from,
    detail: violation.cycle === undefined ? `→ ${violation.to}` : `→ ${violation.cycle.map((step) => step.name).join(' → ')}`,
  }));
}

function fileViolations(root: string, file: string): Violation[] {
  const place = relative(root, file);
  const violations: Violation[] = [];
  const text = readFileSync(file, 'utf8');
  // In a folder with a space or a Cyrillic name such a path does not exist.
  if (/import\.meta\.url\)\.pathname/.test(text)) violations.push({ rule: 'paths-of-files', place, detail: 'use fileURLToPath' });
  const lines = text.split('\n').length - 1;
  if (lines > longestFile) violations.push({ rule: 'short-files', place, detail: `${lines} lines, at most ${longestFile}` });
  const empty = place
    .split('/')
    .map((part) => part.split('.')[0] ?? '')
    .find((part) => part.split('-').some((word) => (emptyNames as readonly string[]).includes(word.toLowerCase())));
  if (empty !== undefined) violations.push({ rule: 'telling-names', place, detail: `"${empty}" does not say what is inside` });
  const inModule = /^backend\/modules\/([^/]+)\/([^/]+)/.exec(place);
  if (inModule !== null) {
    const [, module = '', entry = ''] = inModule;
    if (!(module in moduleOrder))
      violations.push({ rule: 'module-order', place, detail: `no module "${module}" stands in floors.ts` });
    const name = basename(entry, extname(entry)).replace(/\.test$/, '');
    if (!(moduleVocabulary as readonly string[]).includes(name)) {
      violations.push({ rule: 'module-vocabulary', place, detail: `a module has only ${moduleVocabulary.join(', ')}` });
    }
  }
  return violations;
}

function sourceFiles(root: string, folder: string): string[] {
  return readNames(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_OURS.test(relative(root, path))) return [];
    if (entry.isDirectory()) return sourceFiles(root, path);
    return SOURCES.has(extname(entry.name)) ? [path] : [];
  });
}

function readNames(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const readFolder = (folder: string) => readdirSync(folder, { withFileTypes: true });

if (import.meta.main) {
  const violations = await checkArchitecture(fileURLToPath(new URL('../..', import.meta.url)));
  for (const { rule, place, detail } of violations) process.stderr.write(`${rule}: ${place} ${detail}\n`);
  if (violations.length > 0) {
    process.stderr.write(`${violations.length} violations; the tables are in scripts/checks/floors.ts\n`);
    process.exitCode = 1;
  }
}
