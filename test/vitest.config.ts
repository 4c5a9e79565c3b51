import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const greatNetwork = 'test/browser/great-network.test.ts';

/** `unit` needs nothing; `chain` starts anvil; `database` starts PostgreSQL (and anvil); `browser` and `great-network` start everything and Chromium. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['backend/**/*.test.ts', 'scripts/**/*.test.ts', 'web/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'chain',
          include: ['test/contracts/**/*.test.ts', 'test/audit/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'database',
          include: ['test/backend/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: [greatNetwork],
          pool: 'forks',
          // One after the other: some pages must be seen within a block, which two browsers on two cores do not always manage.
          maxWorkers: 1,
          globalSetup: ['test/support/product-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'great-network',
          include: [greatNetwork],
          pool: 'forks',
          // It holds pages to what a reader takes for at once: alone, after the others.
          sequence: { groupOrder: 1 },
          globalSetup: ['test/support/product-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
