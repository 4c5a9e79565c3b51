import type { Address, Hex } from '#kernel/hex.ts';

/** The EIP-712 struct `Invitation` of Enrollment with its signature, as its sender left it with us. */
export interface InvitationRecord {
  readonly code: string;
  /** EIP-712 digest. */
  readonly digest: Hex;
  readonly sponsorId: number;
  /** Null for an open link. */
  readonly invitee: Address | null;
  readonly uses: number;
  /** uint256. */
  readonly nonce: bigint;
  /** Seconds since 1970. */
  readonly deadline: number;
  readonly inviter: Address;
  readonly signature: Hex;
  readonly createdAt: Date;
}

/** A consent that we carry to the chain. */
export interface JoinRecord {
  /** EIP-712 digest of the consent. */
  readonly digest: Hex;
  readonly code: string;
  readonly wallet: Address;
  readonly operationId: string;
  /** The newcomer's number, once the mirror has it. */
  readonly memberId: number | null;
}

export interface Terms {
  /** keccak256 of the canonical JSON of `text`. */
  readonly hash: Hex;
  readonly text: { readonly en: string; readonly ru: string };
}
