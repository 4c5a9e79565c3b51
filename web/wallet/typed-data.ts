import type { Address } from '#kernel/hex.ts';

/** The domain and the two messages of the Enrollment contract, as the wallet shows them before signing. */
export function enrollmentDomain(chainId: number, enrollment: Address) {
  return { name: 'Upline Enrollment', version: '1', chainId, verifyingContract: enrollment } as const;
}

export const consentTypes = {
  Consent: [
    { name: 'sponsorId', type: 'uint32' },
    { name: 'parentId', type: 'uint32' },
    { name: 'leg', type: 'uint8' },
    { name: 'wallet', type: 'address' },
    { name: 'termsHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

export const invitationTypes = {
  Invitation: [
    { name: 'chainId', type: 'uint256' },
    { name: 'gateway', type: 'address' },
    { name: 'sponsorId', type: 'uint32' },
    { name: 'invitee', type: 'address' },
    { name: 'uses', type: 'uint32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** The domain and the order of the Checkout contract: what the company signed as a price. */
export function checkoutDomain(chainId: number, checkout: Address) {
  return { name: 'Upline Checkout', version: '1', chainId, verifyingContract: checkout } as const;
}

export const orderTypes = {
  Order: [
    { name: 'orderRef', type: 'uint48' },
    { name: 'memberId', type: 'uint32' },
    { name: 'kind', type: 'uint8' },
    { name: 'customer', type: 'uint32' },
    { name: 'saleNumber', type: 'uint32' },
    { name: 'buyer', type: 'address' },
    { name: 'amount', type: 'uint256' },
    { name: 'pv', type: 'uint32' },
    { name: 'cv', type: 'uint40' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** The domain of the Genealogy contract, and what a new wallet agrees to. */
export function genealogyDomain(chainId: number, genealogy: Address) {
  return { name: 'Upline Genealogy', version: '1', chainId, verifyingContract: genealogy } as const;
}

export const bindWalletTypes = {
  BindWallet: [
    { name: 'memberId', type: 'uint32' },
    { name: 'wallet', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** A number nobody else will choose: 128 random bits as decimal text. */
export function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n).toString();
}
