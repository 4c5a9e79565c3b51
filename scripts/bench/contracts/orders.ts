import { type HDNodeWallet, MaxUint256 } from 'ethers';
import { checkoutDomain, orderTypes } from '#chain/generated/typed-data.ts';
import { packEntries, type VolumeEntry } from '#engine/ledger/entry.ts';
import { typedFields } from '#scripts/deploy/typed-fields.ts';
import type { Random } from '#scripts/demo/random.ts';
import type { Stage } from './stage.ts';

/** Records 1,000 purchases between 5 and 500 dollars by random members. @returns gas of the batch */
export async function recordOrders(stage: Stage, random: Random, members: number): Promise<number> {
  const { volumeLedger } = stage.as(await stage.account(2));
  const entries = Array.from({ length: 1000 }, (): VolumeEntry => {
    const cents = 500 + random.below(49_500);
    return {
      kind: 'ownPurchase',
      memberId: 1 + random.below(members),
      pv: BigInt(cents),
      cv: BigInt(cents) * 8_000n,
      orderRef: 1 + random.below(10_000_000),
    };
  });
  return stage.gasOf(volumeLedger.record((await volumeLedger.lastSeq()) + 1n, packEntries(entries)));
}

/** Enough volume that `owed` fits the budget of a cap of 40 %. */
export async function recordVolume(stage: Stage, owed: bigint): Promise<void> {
  const { volumeLedger } = stage.as(await stage.account(2));
  const largest = 1_000_000_000_000n;
  const count = Number((owed * 5n) / 2n / largest) + 1;
  const entries = Array.from({ length: count }, (_, index): VolumeEntry => ({
    kind: 'ownPurchase',
    memberId: 1,
    pv: 1n,
    cv: largest,
    orderRef: index + 1,
  }));
  await stage.gasOf(volumeLedger.record((await volumeLedger.lastSeq()) + 1n, packEntries(entries)));
}

export interface Purchase {
  readonly memberId: number;
  readonly buyer: HDNodeWallet;
  readonly saleNumber: number;
}

/** A quote over something between 50 and 150 dollars, signed by the company. */
export async function quote(stage: Stage, random: Random, { memberId, buyer, saleNumber }: Purchase) {
  const quoter = await stage.account(2);
  const cents = 5_000 + random.below(10_000);
  const order = {
    orderRef: 1 + random.below(10_000_000),
    memberId,
    kind: 1,
    customer: 0,
    saleNumber,
    buyer: buyer.address,
    amount: BigInt(cents) * 10_000n,
    pv: BigInt(cents),
    cv: BigInt(cents) * 8_000n,
    deadline: 4_000_000_000n,
  };
  const domain = checkoutDomain(stage.deployment.chainId, stage.deployment.contracts.checkout);
  const types = typedFields(orderTypes);
  return {
    order,
    quoteSignature: await quoter.signTypedData(domain, types, order),
    buyerSignature: await buyer.signTypedData(domain, types, order),
  };
}

/** Gives the buyer tokens and Checkout a standing approval over them. */
export async function openPurse(stage: Stage, buyer: HDNodeWallet): Promise<void> {
  const { token } = stage.as(await stage.account(0));
  await stage.gasOf(token.mint(buyer.address, 10n ** 12n));
  await stage.gasOf(stage.as(buyer).token.approve(stage.deployment.contracts.checkout, MaxUint256));
}

/** The buyer pays by own transaction. @returns gas */
export async function buy(stage: Stage, random: Random, purchase: Purchase): Promise<number> {
  const { order, quoteSignature } = await quote(stage, random, purchase);
  return stage.gasOf(stage.as(purchase.buyer).checkout.pay(order, quoteSignature));
}

/** A relayer carries all of them in one transaction. @returns gas of the whole */
export async function buyTogether(stage: Stage, random: Random, purchases: readonly Purchase[]): Promise<number> {
  const orders = [];
  for (const purchase of purchases) orders.push(await quote(stage, random, purchase));
  const { checkout } = stage.as(await stage.account(1));
  if ((await checkout.payMany.staticCall(orders)) !== BigInt(orders.length))
    throw new Error('An order of the batch is not paid.');
  return stage.gasOf(checkout.payMany(orders));
}
