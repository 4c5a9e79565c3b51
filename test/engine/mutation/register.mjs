/**
 * Loaded first in a process that judges mutants (`node --import`): there the engine's tests are run by Mocha, which can run what it has loaded
 * once again and again, and find their `vitest` in judge.ts. Decision 0023.
 */
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

process.env.UPLINE_FEW_CASES = '1';

// That of the copy with the mutants, where the process goes after it has loaded this file: it watches over the engine that is broken there.
const judge = () => pathToFileURL(resolve('test/engine/mutation/judge.ts')).href;

registerHooks({
  resolve: (name, context, next) => (name === 'vitest' ? { url: judge(), shortCircuit: true } : next(name, context)),
});
