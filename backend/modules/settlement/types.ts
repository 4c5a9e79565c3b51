import type { Address, Hex } from '#kernel/hex.ts';

/** Somebody of the staff, as known when they acted. */
export interface StaffPerson {
  readonly accountId: string;
  readonly wallet: Address;
}

export interface CloseRequestRecord {
  readonly requestId: string;
  readonly period: number;
  /** Names the figures that the requester saw. */
  readonly inputsDigest: Hex;
  readonly requestedBy: StaffPerson;
  readonly requestedAt: Date;
  readonly approvedBy: StaffPerson | null;
  readonly approvedAt: Date | null;
  readonly operationId: string | null;
  /** Set when a newer request took its place. */
  readonly withdrawnAt: Date | null;
}

export interface PayoutFileRecord {
  readonly period: number;
  /** In the file store. */
  readonly name: string;
  readonly fileHash: Hex;
  readonly root: Hex;
}

export interface ClaimRequestRecord {
  readonly operationId: string;
  readonly memberId: number;
  readonly root: Hex;
}
