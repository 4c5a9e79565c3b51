import { packEntries, type VolumeEntry } from '#engine/ledger/entry.ts';
import { localAccount } from '#scripts/deploy/parameters.ts';
import { type Action, type Company } from './company.ts';
import { never } from './signed.ts';

/** Plans, orders and sales through Checkout. */
export async function tradeActions({ world, random, member, actor, signatures }: Company): Promise<Record<string, Action>> {
  const { roles } = world;
  const all = world.as();
  const { volumeLedger, genealogy, checkout, token } = all;
  const quoter = [...Array(20).keys()].map(localAccount).find(({ address }) => address === world.deployment.quoter);
  const treasury = [...Array(20).keys()].map(localAccount).find(({ address }) => address === world.deployment.treasury);
  if (quoter === undefined || treasury === undefined) throw new Error('Quoter and treasury are accounts of the local chain.');
  const gateway = await checkout.getAddress();
  await (await token.mint(treasury.address, 10n ** 12n)).wait();
  await (await world.as(treasury.connect(world.provider)).token.approve(gateway, 10n ** 15n)).wait();
  const sold: { order: ReturnType<typeof orderOf>; signature: string }[] = [];
  let orderRef = 1_000_000;

  function orderOf(memberId: number, kind: number, saleNumber: number, buyer: string) {
    orderRef += 1;
    const price = 1 + random(1_000_000);
    const customer = kind === 2 ? 7 : 0;
    return {
      orderRef,
      memberId,
      kind,
      customer,
      saleNumber,
      buyer,
      amount: price,
      pv: random(9_000),
      cv: price,
      deadline: never,
    };
  }

  return {
    publish: async () => {
      const first = (await volumeLedger.currentPeriod()) + BigInt(1 + random(2));
      const spec = `0x${(1 + random(250)).toString(16).padStart(2, '0')}`;
      const levels = random(2) === 0 ? '0x000186a0' : '0x0000c3500000271000000001';
      return world.as(roles.planAdministrator).planRegistry.publish(spec, 300_000 + random(500_000), first, levels);
    },
    record: async () => {
      const entries: VolumeEntry[] = [];
      for (let i = 0; i <= random(4); i += 1) {
        const kind = random(5) === 0 ? 'ownRefund' : 'ownPurchase';
        entries.push({ kind, memberId: await member(), pv: 1n, cv: BigInt(random(1_000_000)), orderRef: 1 + random(1000) });
      }
      return world.as(roles.recorder).volumeLedger.record((await volumeLedger.lastSeq()) + 1n, packEntries(entries));
    },
    sell: async () => {
      const { wallet, memberId } = await actor();
      if (memberId === 0) return undefined;
      await (await token.mint(wallet.address, 1_000_000)).wait();
      await (await world.as(wallet).token.approve(gateway, 10n ** 12n)).wait();
      const { highestSale } = await genealogy.salesOf(memberId);
      // Now and then a number is left out, or one that was left out is used.
      const number = Number(highestSale) + 1 + random(3) - (highestSale > 3n ? random(3) : 0);
      const order = orderOf(memberId, 1 + random(2), number, wallet.address);
      const signature = await signatures.order(quoter, order);
      const sent = await world.as(wallet).checkout.pay(order, signature);
      sold.push({ order, signature });
      return sent;
    },
    giveBack: async () => {
      const { order, signature } = sold[random(Math.max(1, sold.length))] ?? {};
      if (order === undefined || signature === undefined) return undefined;
      const back = { amount: order.amount, pv: order.pv, cv: order.cv };
      return world.as(roles.recorder).checkout.refund(order, quoter.address, signature, back);
    },
    close: async () => world.as(roles.settler).volumeLedger.closePeriod(await volumeLedger.currentPeriod()),
    replaceTreasury: async () => all.checkout.setTreasury(treasury.address),
    replaceQuoter: async () => all.checkout.setQuoter(quoter.address),
    replaceCheckout: async () => {
      await (await volumeLedger.setCheckout(roles.importer.address)).wait();
      return volumeLedger.setCheckout(gateway);
    },
  };
}
