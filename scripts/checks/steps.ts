import { stripVTControlCharacters } from 'node:util';

/** How a step's tests are counted from what it printed. */
export type Counting = 'none' | 'vitest' | 'hardhat';

export interface Step {
  readonly name: string;
  /** A command of this project, as a person would type it. */
  readonly command: string;
  readonly counting: Counting;
  readonly needs?: 'chromium';
}

const vitest = (project: string): string => `vitest run --config test/vitest.config.ts --project ${project}`;

/** Everything a change must pass, the cheap first. */
export const steps: readonly Step[] = [
  { name: 'lock file', command: 'node scripts/checks/lock-file.ts', counting: 'none' },
  { name: 'format', command: 'prettier --check --log-level warn .', counting: 'none' },
  { name: 'compile contracts', command: 'hardhat build --no-tests --quiet', counting: 'none' },
  { name: 'database client', command: 'node scripts/database/generate.ts', counting: 'none' },
  { name: 'lint', command: 'oxlint --type-aware --deny-warnings .', counting: 'none' },
  {
    name: 'lint contracts',
    command: "solhint --max-warnings 0 'contracts/**/*.sol' 'test/contracts/**/*.sol'",
    counting: 'none',
  },
  { name: 'architecture', command: 'node scripts/checks/architecture.ts', counting: 'none' },
  { name: 'types', command: 'tsc -p tsconfig.json', counting: 'none' },
  { name: 'types of the web', command: 'tsc -p web/tsconfig.json', counting: 'none' },
  { name: 'generated files', command: 'node scripts/generate/main.ts --check', counting: 'none' },
  { name: 'unit tests', command: vitest('unit'), counting: 'vitest' },
  { name: 'contracts in Solidity', command: 'hardhat test solidity', counting: 'hardhat' },
  { name: 'figures of the contracts', command: 'node scripts/bench/contracts/main.ts --check --only prague', counting: 'none' },
  { name: 'contracts and audit on a chain', command: vitest('chain'), counting: 'vitest' },
  { name: 'database and HTTP', command: vitest('database'), counting: 'vitest' },
  { name: 'browser', command: vitest('browser'), counting: 'vitest', needs: 'chromium' },
];

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Tests passed and failed, read from the summary that the runner prints last.
 * @throws Error when a runner ended well without a summary: a gate that counts nothing proves nothing
 */
export function countTests(counting: Counting, output: string, ended: 'well' | 'badly'): Count {
  if (counting === 'none') return { passed: 0, failed: 0 };
  const text = stripVTControlCharacters(output);
  const line = counting === 'vitest' ? (/^\s*Tests\s+(.*)$/m.exec(text)?.[1] ?? '') : text;
  const number = (words: string): number =>
    [...line.matchAll(new RegExp(`(\\d+) ${words}`, 'g'))].reduce((sum, match) => sum + Number(match[1]), 0);
  const count =
    counting === 'vitest'
      ? { passed: number('passed'), failed: number('failed') }
      : { passed: number('passing'), failed: number('failing') };
  if (ended === 'well' && count.passed === 0) throw new Error('the runner ended well but reported no test');
  return count;
}
