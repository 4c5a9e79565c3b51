import { expect, test } from 'vitest';
import { createRandom } from '#scripts/demo/random.ts';
import { claimAlone, settleRound } from '#scripts/bench/contracts/payouts.ts';
import { importChain, join } from '#scripts/bench/contracts/people.ts';
import { openStage } from '#scripts/bench/contracts/stage.ts';

// C29: a network of 10, of 1,000 and of 10,000, each below the one before: the deepest upline that there can be. The benchmark has
// 100,000 (`register.early` beside `register.self`).
test(
  'registering, claiming and proposing cost the same in a small network and in a large one (C29)',
  { timeout: 300_000 },
  async () => {
    const stage = await openStage('prague');
    try {
      const random = createRandom(29n);
      await stage.gasOf(stage.as(await stage.account(7)).planRegistry.publish('0x7b7d', 400_000, 1, '0x'));
      await stage.gasOf(stage.as(await stage.account(3)).volumeLedger.closePeriod(0));
      const company = await stage.account(9);
      const costs: Record<'register' | 'below' | 'claim' | 'propose', number[]> = {
        register: [],
        below: [],
        claim: [],
        propose: [],
      };
      let tree: Parameters<typeof settleRound>[3];
      for (const [round, size] of [10, 1_000, 10_000].entries()) {
        await importChain(stage, size);
        const [one, other] = [await stage.account(300 + 2 * round), await stage.account(301 + 2 * round)];
        const invited = { sponsor: company, uses: 1 };
        costs.register.push(await join(stage, random, { ...invited, sponsorId: 1, newcomer: one, carrier: one }));
        // Below somebody who stands as deep as the network goes.
        const sponsorId = Number(await stage.as(one).genealogy.memberOf(one.address));
        costs.below.push(await join(stage, random, { sponsor: one, uses: 1, sponsorId, newcomer: other, carrier: other }));
        const settled = await settleRound(stage, random, 8, tree);
        ({ tree } = settled);
        costs.claim.push(await claimAlone(stage, settled, [{ memberId: 1, wallet: company.address }], 3));
        costs.propose.push(settled.propose + settled.accept);
      }
      // The first of each writes what is there afterwards (the company's tokens), so it is left out where it differs.
      const spread = (gas: readonly number[]): number => (Math.max(...gas) - Math.min(...gas)) / Math.min(...gas);
      expect(spread(costs.register), String(costs.register)).toBeLessThan(0.02);
      expect(spread(costs.below), String(costs.below)).toBeLessThan(0.02);
      expect(spread(costs.claim.slice(1)), String(costs.claim)).toBeLessThan(0.02);
      expect(spread(costs.propose), String(costs.propose)).toBeLessThan(0.02);
    } finally {
      await stage.close();
    }
  },
);

// From depth 8,190 on the search for an ancestor begins with a larger tree; a Solidity test would need too much gas to get there.
test('every ancestor is found where paths are thousands long', { timeout: 300_000 }, async () => {
  const stage = await openStage('prague');
  try {
    await importChain(stage, 8_400);
    const { genealogy } = stage.as(await stage.account(0));
    for (const memberId of [8_188, 8_189, 8_190, 8_191, 8_192, 8_193, 8_194, 8_400]) {
      const ownDepth = memberId - 1;
      const depths = [0, 1, 2, 253, 254, 255, 4_094, 4_095, 4_096, 8_187, 8_189, 8_190, 8_191, ownDepth - 1, ownDepth];
      for (const depth of depths.filter((asked) => asked <= ownDepth)) {
        expect(Number(await genealogy.ancestorAt(memberId, depth)), `${memberId} at ${depth}`).toBe(depth + 1);
        expect(await genealogy.isUpline(depth + 1, memberId), `${depth + 1} above ${memberId}`).toBe(depth !== ownDepth);
      }
    }
  } finally {
    await stage.close();
  }
});
