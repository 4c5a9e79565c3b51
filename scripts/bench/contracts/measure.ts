import type { HDNodeWallet } from 'ethers';
import { createRandom, type Random } from '#scripts/demo/random.ts';
import type { Measured } from './figures.ts';
import { buy, buyTogether, openPurse, type Purchase, recordOrders } from './orders.ts';
import { claimAlone, claimTogether, type Payee, paySubtree, type Round, settleRound } from './payouts.ts';
import { askUplines, bind, importChain, importRandom, join } from './people.ts';
import { meanOf, openStage, type Stage } from './stage.ts';

/** Leaves of the payout tree and length of the chain: proofs of 17 nodes. */
const network = 100_000;
/** Where the local phrase's accounts for people begin. */
const people = 100;

/** Plays a company's life once on a fresh simulated chain and writes down what each act costs. The same every time. */
export async function measure(hardfork: string | undefined): Promise<Measured> {
  const stage = await openStage(hardfork);
  try {
    const random = createRandom(20_261_122n);
    const costs = new Map<string, number>();
    await found(stage);
    const line = await measureJoining(stage, random, costs);
    await measureImport(stage, random, costs);
    const asked = await askUplines(stage, random.branch('uplines'), network);
    costs.set('isUpline.worst', asked.worst);
    costs.set('isUpline.mean', asked.mean);
    await measureOrders(stage, random.branch('orders'), line, costs);
    await measurePayouts(stage, random.branch('payouts'), costs);
    return new Map([...costs].map(([id, gas]) => [id, Math.round(gas)]));
  } finally {
    await stage.close();
  }
}

/** A plan with a cap of 40 % and ten instant levels that add up to 30 %; then the first period. */
async function found(stage: Stage): Promise<void> {
  const levels = [100_000, 50_000, 30_000, 30_000, 20_000, 20_000, 20_000, 10_000, 10_000, 10_000];
  const packed = `0x${levels.map((rate) => rate.toString(16).padStart(8, '0')).join('')}`;
  await stage.gasOf(stage.as(await stage.account(7)).planRegistry.publish('0x7b7d', 400_000, 1, packed));
  await stage.gasOf(stage.as(await stage.account(3)).volumeLedger.closePeriod(0));
}

/** Twelve people, each sponsored by the one before. The first joins while the network is small. */
async function measureJoining(stage: Stage, random: Random, costs: Map<string, number>): Promise<HDNodeWallet[]> {
  const company = await stage.account(9);
  const relayer = await stage.account(1);
  const line: HDNodeWallet[] = [];
  const gas: number[] = [];
  for (let place = 0; place < 12; place++) {
    const newcomer = await stage.account(people + place);
    const sponsor = line.at(-1) ?? company;
    gas.push(await join(stage, random, { sponsorId: place + 1, sponsor, newcomer, carrier: newcomer, uses: 1 }));
    line.push(newcomer);
  }
  costs.set('register.early', meanOf(gas.slice(2)));
  // A link is used once before, so that what is measured is its everyday price.
  const through = { sponsorId: 1, sponsor: company, carrier: relayer, uses: 1000, link: 1n };
  for (let place = 12; place < 14; place++) {
    costs.set('register.link', await join(stage, random, { ...through, newcomer: await stage.account(people + place) }));
  }
  return line;
}

async function measureImport(stage: Stage, random: Random, costs: Map<string, number>): Promise<void> {
  const gas = [];
  for (let batch = 0; batch < 3; batch++) gas.push(await importRandom(stage, random.branch(`batch ${batch}`)));
  const whole = Math.max(...gas, ...(await importChain(stage, network)));
  costs.set('batch.whole', whole);
  costs.set('batch', meanOf(gas) / 500);

  const company = await stage.account(9);
  const relayer = await stage.account(1);
  const self: number[] = [];
  const relayed: number[] = [];
  for (let place = 0; place < 10; place++) {
    const one = await stage.account(people + 20 + place);
    const other = await stage.account(people + 30 + place);
    self.push(await join(stage, random, { sponsorId: 1, sponsor: company, newcomer: one, carrier: one, uses: 1 }));
    relayed.push(await join(stage, random, { sponsorId: 1, sponsor: company, newcomer: other, carrier: relayer, uses: 1 }));
  }
  costs.set('register.self', meanOf(self));
  costs.set('register.relayed', meanOf(relayed));
}

/** The last of the line buys, after all above have bought and are active. */
async function measureOrders(
  stage: Stage,
  random: Random,
  line: readonly HDNodeWallet[],
  costs: Map<string, number>,
): Promise<void> {
  await recordOrders(stage, random, network);
  costs.set('order', (await recordOrders(stage, random, network)) / 1000);

  for (const buyer of line) await openPurse(stage, buyer);
  for (const [place, buyer] of line.slice(0, -1).entries())
    await buy(stage, random, { memberId: place + 2, buyer, saleNumber: 1 });
  const last = line.at(-1);
  if (last === undefined) return;
  const memberId = line.length + 1;
  costs.set('checkout.first', await buy(stage, random, { memberId, buyer: last, saleNumber: 1 }));
  const repeated = [];
  for (let saleNumber = 2; saleNumber <= 6; saleNumber++)
    repeated.push(await buy(stage, random, { memberId, buyer: last, saleNumber }));
  costs.set('checkout.repeat', meanOf(repeated));
  const many: Purchase[] = [];
  const sponsor = line.at(-2);
  for (let place = 0; place < 10 && sponsor !== undefined; place++) {
    const buyer = await stage.account(people + 40 + place);
    await join(stage, random, { sponsorId: memberId - 1, sponsor, newcomer: buyer, carrier: buyer, uses: 1 });
    await openPurse(stage, buyer);
    const { genealogy } = stage.as(buyer);
    many.push({ memberId: Number(await genealogy.memberOf(buyer.address)), buyer, saleNumber: 1 });
  }
  costs.set('checkout.many', (await buyTogether(stage, random, many)) / many.length);

  // Twice, so that the wallet and the counter are in use.
  const [first, second] = line;
  const vault = stage.as(await stage.account(1)).payoutVault;
  const { token } = stage.as(await stage.account(0));
  await stage.gasOf(token.mint(stage.deployment.contracts.payoutVault, 10n ** 10n));
  if (first !== undefined) await stage.gasOf(vault.withdrawCredit(2, first.address));
  if (second !== undefined) costs.set('credit.withdraw', await stage.gasOf(vault.withdrawCredit(3, second.address)));
}

/** Two rounds over 100,000 members: in the first all wallets are empty, in the second they are not. */
async function measurePayouts(stage: Stage, random: Random, costs: Map<string, number>): Promise<void> {
  // Wallets for 10 who claim alone, 100 whose claims a relayer carries, and a whole subtree of 128.
  const chosen = new Set<number>();
  while (chosen.size < 110) chosen.add(4_096 + random.below(90_000));
  const scattered = [...chosen].sort((one, other) => one - other).filter((id) => id <= 1_000 || id > 2_200);
  const subtree = Array.from({ length: 128 }, (_, place) => 2_049 + place);
  const payees: Payee[] = [];
  for (const [place, memberId] of [...scattered, ...subtree].entries()) {
    const wallet = await stage.account(people + 100 + place);
    await bind(stage, memberId, wallet);
    payees.push({ memberId, wallet: wallet.address });
  }
  const alone = payees.slice(0, 10);
  const together = payees.slice(10, 110);
  const below = payees.slice(110);

  const first = await settleRound(stage, random, network);
  costs.set('propose+accept.first', first.propose + first.accept);
  await pay(stage, first, { alone, together, below }, 'first', costs);
  const second = await settleRound(stage, random, network, first.tree);
  costs.set('propose', second.propose);
  costs.set('accept', second.accept);
  costs.set('propose+accept', second.propose + second.accept);
  await pay(stage, second, { alone, together, below }, 'repeat', costs);
}

interface Groups {
  readonly alone: readonly Payee[];
  readonly together: readonly Payee[];
  readonly below: readonly Payee[];
}

async function pay(
  stage: Stage,
  round: Round,
  groups: Groups,
  time: 'first' | 'repeat',
  costs: Map<string, number>,
): Promise<void> {
  costs.set(`claim.${time}`, await claimAlone(stage, round, groups.alone, 17));
  costs.set(`claimMany.${time}`, await claimTogether(stage, round, groups.together));
  costs.set(`subtree.${time}`, await paySubtree(stage, round, groups.below));
}
