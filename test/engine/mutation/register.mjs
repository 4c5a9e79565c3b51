/**
 * Loaded first in a process that judges mutants (`node --import`): there the engine's tests are run by Mocha, which can run what it has loaded
 * once again and again, and find their `vitest` in judge.ts. Decision 0023.
 */
import { registerHooks } from 'node:module';

process.env.UPLINE_FEW_CASES = '1';

const judge = new URL('./judge.ts', import.meta.url).href;

registerHooks({
  resolve: (name, context, next) => (name === 'vitest' ? { url: judge, shortCircuit: true } : next(name, context)),
});
