import { type Hex, toHex } from 'viem';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import { type KeyPath } from './cast.ts';

/** The phrase that every local development chain is born with. Worthless by design; a real deployment refuses its keys. */
const MNEMONIC = 'test test test test test test test test test test test junk';

/** Accounts of the local chain by the work that they do (see the deployment). */
export const chainAccounts = {
  deployer: 0,
  relayer: 1,
  recorder: 2,
  settler: 3,
  approver: 4,
  guardian: 5,
  treasurer: 6,
  planAdministrator: 7,
  importer: 8,
  company: 9,
} as const;

// Each takes thousands of hashes, and the story asks for the same ones again and again.
const accounts = new Map<KeyPath, HDAccount>();

export function accountAt(path: KeyPath): HDAccount {
  const account = accounts.get(path) ?? mnemonicToAccount(MNEMONIC, { path });
  accounts.set(path, account);
  return account;
}

export function chainAccount(role: keyof typeof chainAccounts): HDAccount {
  return accountAt(`m/44'/60'/0'/0/${chainAccounts[role]}`);
}

export function privateKeyOf(account: HDAccount): Hex {
  const key = account.getHdKey().privateKey;
  if (!key) throw new TypeError('The account was made without a private key.');
  return toHex(key);
}
