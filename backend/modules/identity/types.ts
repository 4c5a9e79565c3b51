import type { Permission, Role, StaffRole } from '#kernel/roles.ts';
import type { Locale } from '#kernel/errors/index.ts';

export type Wallet = `0x${string}`;

/** Somebody who is signed in, as known at the moment of asking. */
export interface SignedIn {
  readonly accountId: string;
  readonly wallet: Wallet;
  /** The member whose wallet this is now, as the chain says; null for staff without a place. */
  readonly memberId: number | null;
  readonly name: string | null;
  readonly locale: Locale;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  readonly expiresAt: Date;
}

/** What a message must say, and the secret that binds the nonce to the browser that asked. */
export interface Challenge {
  readonly nonce: string;
  readonly domain: string;
  readonly uri: string;
  readonly chainId: number;
  readonly version: '1';
  readonly statement: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** For an HttpOnly cookie; never in the body of an answer. */
  readonly browserToken: string;
}

/** A person to keep under a wallet, a member number, or both. */
export interface PersonRecord {
  readonly wallet?: Wallet;
  readonly memberId?: number;
  readonly name: string;
  readonly locale: Locale;
}

export interface StaffGrant {
  readonly wallet: Wallet;
  readonly role: StaffRole;
  /** Account id, or the name of the process that granted it. */
  readonly by: string;
}

/** What the chain says about wallets, read from the mirror. */
export interface WalletDirectory {
  /** The member whose current wallet this is. */
  memberOfWallet(wallet: Wallet): Promise<number | null>;
  /** Current wallets; members without one are left out. */
  walletsOfMembers(memberIds: readonly number[]): Promise<ReadonlyMap<number, Wallet>>;
}

/** Whether `wallet` signed `message`: a key's signature (EIP-191) or a smart wallet's (ERC-1271). Lives on the chain floor. */
export type SignatureVerifier = (request: { wallet: Wallet; message: string; signature: `0x${string}` }) => Promise<boolean>;
