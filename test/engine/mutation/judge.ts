/** What the engine's tests ask of `vitest`, for a process that judges mutants (register.mjs). */
import { readFileSync } from 'node:fs';
import { format } from 'node:util';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
  type ExpectStatic,
} from '@vitest/expect';
import fc from 'fast-check';
import { parsePlan, readNetwork, runNetwork } from '#engine/index.ts';

type Work = (...given: never[]) => unknown;
type Hook = (work: () => unknown) => void;
type Declare = (name: string, work: () => unknown) => unknown;

/** Mocha's own words, which it makes global. */
const mocha = globalThis as unknown as { readonly describe: Declare; readonly it: Declare; before: Hook; after: Hook };

// The same random cases for every mutant: it lives or dies, whichever day it is. It dies of the first case; the least one is of no use.
fc.configureGlobal({ seed: 20_261_122, endOnFailure: true });

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
const asymmetric = (globalThis as unknown as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT];
const plain = (value: unknown, message?: string): unknown => chai.expect(value, message);
export const expect = Object.assign(plain, chai.expect, asymmetric, {
  getState: () => getState(expect),
}) as unknown as ExpectStatic;
setState({ assertionCalls: 0 }, expect);

/** @param rest settings of vitest and the work; how long a test may take is for whoever started this process to say */
function workOf(rest: readonly unknown[]): Work {
  const work = rest.find((each) => typeof each === 'function');
  if (work === undefined) throw new TypeError('a test without work');
  return work as Work;
}

function declaredBy(declare: Declare) {
  const one = (name: string, ...rest: unknown[]): unknown => declare(name, workOf(rest));
  const each =
    (rows: readonly unknown[]) =>
    (name: string, ...rest: unknown[]): void => {
      const work = workOf(rest);
      rows.forEach((row, index) => {
        const given = (Array.isArray(row) ? row : [row]) as never[];
        const named = given.slice(0, name.match(/%[sijdf]/g)?.length ?? 0);
        // The number keeps apart what the name does not.
        declare(`${format(name, ...named)} [${index}]`, () => work(...given));
      });
    };
  return Object.assign(one, { each });
}

export const describe = declaredBy((name, work) => mocha.describe(name, () => void work()));
const judges = declaredBy((name, work) => mocha.it(name, () => work()));
export const it = Object.assign(judges, { skipIf: (spared: boolean) => (spared ? declaredBy(() => undefined) : judges) });
export const test = it;
export const beforeAll = (work: () => unknown): void => mocha.before(() => work());

/** A month of every family of plans, as one text. */
function healthy(): string {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../docs/plans/${name}.json`, import.meta.url), 'utf8'));
  const months = ['hybrid', 'generation', 'matrix-3x3', 'stairstep-breakaway'].map((name) => {
    const { facts, faults } = readNetwork(read(`${name}.month`), undefined);
    return facts === undefined ? faults : runNetwork(parsePlan(read(name)), facts, undefined);
  });
  return JSON.stringify(months);
}

/** The same; undefined when that cannot be calculated any more, which is no mutant's fault that is judged now. */
function healthyOrUndone(): string | undefined {
  try {
    return healthy();
  } catch (error) {
    if (atFirst === undefined) throw error;
    return undefined;
  }
}

type Hits = Record<string, number>;

/** What Stryker keeps in the process: the mutant that is switched on, and which were passed, outside of tests and in each. */
interface Trial {
  activeMutant?: string | undefined;
  readonly mutantCoverage?: { static: Hits; readonly perTest: Record<string, Hits> };
}
const trial = (globalThis as unknown as { __stryker__?: Trial }).__stryker__;

/*
 * A mutant could leave something behind in the memory of this process that kills all after it. So nobody is judged before the engine as it is
 * gives what it gave at first; a process that does not is ended, and Stryker asks a new one.
 */
let atFirst: string | undefined;
mocha.before(() => {
  const mutant = trial?.activeMutant;
  const loading = { ...trial?.mutantCoverage?.static };
  if (trial !== undefined) trial.activeMutant = undefined;
  const now = healthyOrUndone();
  if (trial !== undefined && mutant !== undefined) trial.activeMutant = mutant;
  // What only this has passed was passed by no test.
  if (trial?.mutantCoverage !== undefined) trial.mutantCoverage.static = loading;
  atFirst ??= now;
  if (now !== atFirst) process.exit(1);
});

/*
 * What was passed both while files were loaded and in tests would be given a new process each. It is judged by those tests alone: they may
 * notice too little that way, never too much.
 */
mocha.after(() => {
  for (const hits of Object.values(trial?.mutantCoverage?.perTest ?? {}))
    for (const mutant of Object.keys(hits)) delete trial?.mutantCoverage?.static[mutant];
});
