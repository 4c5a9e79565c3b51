import { expect, it } from 'vitest';
import { emptyCarry, stateRoot, type RunState } from '#engine/index.ts';
import { stateRootBeside } from './state-root.ts';

const state: RunState = {
  period: 3,
  limit: 10n ** 20n,
  gross: 7n,
  ppv: BigUint64Array.of(0n, 0n, 5n, 2n ** 63n),
  carry: {
    memberCount: 3,
    cumulative: BigUint64Array.of(0n, 1n, 0n, 2n ** 64n - 1n),
    debt: BigUint64Array.of(0n, 0n, 9n, 0n),
    total: 2n ** 64n,
    columns: {
      ranks: ['one'],
      values: new Map([['binary.legs.left.0', BigInt64Array.of(0n, 4n, -2n, 0n)]]),
    },
  },
};

/** The fewer are paid, the more of the leaves are hashed here: all in the thread, two here, all here, none at all. */
it.each<[string, RunState]>([
  ['two are paid', state],
  ['one is', { ...state, carry: { ...state.carry, cumulative: BigUint64Array.of(0n, 0n, 0n, 3n) } }],
  ['nobody is', { ...state, carry: { ...state.carry, cumulative: new BigUint64Array(4) } }],
  ['there is nobody', { ...state, carry: emptyCarry() }],
])('gives in a thread of its own what it gives here when %s', async (_when, asked) => {
  const beside = stateRootBeside();
  expect(await beside.of(asked)).toBe(stateRoot(asked));
  await beside.end();
});

it('is told when the thread ends before it has answered', async () => {
  const beside = stateRootBeside();
  const asked = beside.of(state);
  await beside.end();
  await expect(asked).rejects.toThrow('ended');
});
