import { accounts } from '../repository/accounts.ts';
import type { Wallet } from '../types.ts';
import { type IdentityOptions, lowerCase } from './options.ts';

/** Display names by wallet in lower case, for staff who have no place in the network. Wallets without a known name are left out. */
export async function namesOfWallets({ database }: IdentityOptions, wallets: readonly Wallet[]): Promise<Map<string, string>> {
  return accounts.namesByWallet(database.prisma, [...new Set(wallets.map(lowerCase))]);
}
