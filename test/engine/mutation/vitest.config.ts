import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** From the slowest on: many random networks, or great ones. What dies before them costs a tenth. */
const slow = [/\/network\/network\./, /\/estimate\//, /\/reference\/twins\./, /\/explain\//, /\/trial\//];

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

/** Files that are not in the list come first. */
function rank({ moduleId }: TestSpecification): number {
  const place = slow.findIndex((pattern) => pattern.test(moduleId));
  return place === -1 ? 0 : slow.length - place;
}

/** The judges of `npm run mutate:engine`: the engine's own tests, and no others. */
export default defineConfig({
  test: {
    include: ['backend/engine/**/*.test.ts'],
    // Chains of fifty thousand under every kind of bonus: it looks at time, and would cost every mutant seconds.
    exclude: ['backend/engine/bonuses/deep.test.ts'],
    setupFiles: ['test/engine/mutation/setup.ts'],
    env: { UPLINE_FEW_CASES: '1' },
    // A mutant is switched on while its tests run and off afterwards, so modules need not be loaded anew for each test file.
    isolate: false,
    sequence: { sequencer: QuickFirst },
  },
});
