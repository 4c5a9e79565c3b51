import { type HDNodeWallet, type TransactionResponse } from 'ethers';
import { localAccount } from '#scripts/deploy/parameters.ts';
import { signaturesOf } from './signed.ts';
import { type World } from './world.ts';

/** One thing that somebody may try; nothing when there is no occasion for it. */
export type Action = () => Promise<TransactionResponse | undefined>;

/** A random company: its people, and who of them acts for whom. */
export interface Company {
  readonly world: World;
  readonly random: (below: number) => number;
  readonly people: readonly HDNodeWallet[];
  readonly signatures: ReturnType<typeof signaturesOf>;
  readonly member: () => Promise<number>;
  readonly person: () => HDNodeWallet;
  /** Somebody of `people` with the member for whom he acts; 0 when nobody was found who does. */
  readonly actor: () => Promise<{ readonly wallet: HDNodeWallet; readonly memberId: number }>;
  readonly walletOf: (memberId: number) => Promise<HDNodeWallet | undefined>;
}

export async function foundCompany(world: World, random: (below: number) => number): Promise<Company> {
  const { genealogy } = world.as();
  const people = Array.from({ length: 150 }, (_, place) => localAccount(1000 + place).connect(world.provider));
  for (const { address } of people) await world.anvil.request('anvil_setBalance', address, '0x3635c9adc5dea00000');
  const person = (): HDNodeWallet => people[random(people.length)] ?? world.company;
  return {
    world,
    random,
    people,
    signatures: signaturesOf(world),
    person,
    member: async () => 1 + random(Number(await genealogy.memberCount())),
    actor: async () => {
      let wallet = person();
      let memberId = 0;
      // Most of the people have not joined yet, so a few are asked.
      for (let asked = 0; asked < 12 && memberId === 0; asked += 1) {
        wallet = person();
        memberId = Number(await genealogy.memberOf(wallet.address));
      }
      return { wallet, memberId };
    },
    walletOf: async (memberId) => {
      const wallets = [world.company, ...people];
      const numbers = await Promise.all(wallets.map(({ address }) => genealogy.memberOf(address)));
      return wallets.find((_, place) => Number(numbers[place]) === memberId);
    },
  };
}
