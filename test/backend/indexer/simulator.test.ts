import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeed } from '#test/simulator/simulator.ts';
import { type World, createWorld } from '#test/simulator/world.ts';

/**
 * What the gate has time for (under a minute), of the seeds that three divides: they go the same way on every machine. `npm run test:deep`
 * runs fifty seeds of 500 steps and a thousand of a thousand, most of them with kills at random milliseconds too.
 */
const seeds = [3, 6, 9];
const steps = 100;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

test.each(seeds)(
  `I22, O02: seed %i, ${steps} steps of faults, kills, reorganisations, database restarts and clock steps, ends at the truth`,
  { timeout: 120_000 },
  async (seed) => {
    const { failure, trace } = await runSeed(world, seed, steps);
    expect(failure, `node test/simulator/main.ts --seed ${seed} --steps ${steps} --trace\n${trace.join('\n')}`).toBeUndefined();
  },
);

test('I22: the same seed goes the same way', { timeout: 120_000 }, async () => {
  const first = await runSeed(world, 3, 40);
  const second = await runSeed(world, 3, 40);
  expect(second.trace).toEqual(first.trace);
  expect(first.faults).toBeGreaterThan(0);
});
