import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveHistory } from './support/history.ts';
import { rebuildFromEvents } from './support/rebuild.ts';
import { readFromViews } from './support/rebuilt.ts';
import { mined, openWorld, seeded, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ placementWidth: 3 });
  const { token, payoutVault } = world.as();
  await mined(token.mint(await world.deployer.getAddress(), 10n ** 12n));
  await mined(token.approve(await payoutVault.getAddress(), 10n ** 12n));
  await mined(world.as(world.roles.planAdministrator).planRegistry.publish('0x7b7d', 400_000, 1, '0x'));
  await mined(world.as(world.roles.settler).volumeLedger.closePeriod(0));
});
afterAll(() => world.stop());

// C32: whoever keeps the events can do without the storage.
test('everything that the contracts keep follows from their events (C32)', { timeout: 480_000 }, async () => {
  const done = await liveHistory(world, seeded(32), 600);
  // A history in which something never went through would prove nothing about it.
  const seen = [
    'enroll revoke capADay import bind changeWallet replaceRegistrar',
    'setRecovery startRecovery cancelRecovery finishRecovery chooseRoute',
    'publish record sell giveBack close replaceCheckout replaceQuoter replaceTreasury',
    'fund withdraw propose reject accept claim claimMany paySubtree acknowledgeBank withdrawCredit',
  ].flatMap((names) => names.split(' '));
  expect(seen.filter((name) => !done.has(name))).toEqual([]);

  const rebuilt = await rebuildFromEvents(world);
  expect(rebuilt.members.size).toBeGreaterThan(20);
  expect(rebuilt.totalSettled).toBeGreaterThan(0n);
  expect(rebuilt.instantTotal).toBeGreaterThan(0n);
  expect(rebuilt).toEqual(await readFromViews(world, rebuilt));
});
