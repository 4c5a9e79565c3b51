import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';
import type { SignatureVerifier, Wallet, WalletDirectory } from '../types.ts';

export interface IdentityOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly wallets: WalletDirectory;
  readonly verifySignature: SignatureVerifier;
  /** Where people reach us; the messages that they sign must name it. */
  readonly publicUrl: string;
  readonly chainId: number;
  readonly sessionHours: number;
}

/** Wallets are stored and compared in lower case. */
export const lowerCase = (wallet: Wallet): Wallet => wallet.toLowerCase() as Wallet;
