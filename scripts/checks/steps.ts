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

const vitest = (...projects: readonly string[]): string =>
  `vitest run --config test/vitest.config.ts ${projects.map((project) => `--project ${project}`).join(' ')}`;

/** Steps that follow one another. */
type Lane = readonly Step[];

/**
 * Everything a change must pass, the cheap first. A stage begins when the one before has ended; its lanes run side by side, because a
 * compiler uses one core and most tests wait.
 */
export const stages: readonly (readonly Lane[])[] = [
  [[{ name: 'lock file', command: 'node scripts/checks/lock-file.ts', counting: 'none' }]],
  [
    [{ name: 'compile contracts', command: 'hardhat build --no-tests --quiet', counting: 'none' }],
    [
      { name: 'database client', command: 'node scripts/database/generate.ts', counting: 'none' },
      { name: 'format', command: 'prettier --check --log-level warn .', counting: 'none' },
      {
        name: 'lint contracts',
        command: "solhint --max-warnings 0 'contracts/**/*.sol' 'test/contracts/**/*.sol'",
        counting: 'none',
      },
    ],
  ],
  [
    [
      { name: 'lint', command: 'oxlint --type-aware --deny-warnings .', counting: 'none' },
      { name: 'architecture', command: 'node scripts/checks/architecture.ts', counting: 'none' },
      { name: 'generated files', command: 'node scripts/generate/main.ts --check', counting: 'none' },
    ],
    [
      { name: 'types', command: 'tsc -p tsconfig.json', counting: 'none' },
      { name: 'types of the web', command: 'tsc -p web/tsconfig.json', counting: 'none' },
    ],
  ],
  [
    [
      { name: 'contracts in Solidity', command: 'hardhat test solidity --no-compile --build-profile tests', counting: 'hardhat' },
      {
        name: 'figures of the contracts',
        command: 'node scripts/bench/contracts/main.ts --check --only prague',
        counting: 'none',
      },
      { name: 'contracts and audit on a chain', command: vitest('chain'), counting: 'vitest' },
    ],
    [
      { name: 'unit tests', command: vitest('unit'), counting: 'vitest' },
      { name: 'database and HTTP', command: vitest('database'), counting: 'vitest' },
    ],
  ],
  [[{ name: 'browser', command: vitest('browser', 'great-network'), counting: 'vitest', needs: 'chromium' }]],
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
