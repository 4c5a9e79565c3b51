import { z } from 'zod';
import { type Hex } from '#kernel/hex.ts';
import { MAX_MEMBER } from '#kernel/ids.ts';
import { canonicalText } from '../canonical.ts';
import { keccakHex } from '../hash.ts';
import { type PayoutLeaf, type VaultDomain } from '../payout-tree/tree.ts';

export const PAYOUT_FORMAT = 'upline.payouts/1';

const wordSchema = z.string().regex(/^0x[0-9a-f]{64}$/) as unknown as z.ZodType<Hex>;
const addressSchema = z.string().regex(/^0x[0-9a-f]{40}$/) as unknown as z.ZodType<Hex>;
const amountSchema = z.string().regex(/^(?:0|[1-9]\d{0,19})$/);
const uint32Schema = z.int().min(0).max(MAX_MEMBER);

/** A payout file as JSON: canonical (RFC 8785), addresses and hashes in lower case, amounts as decimal text. */
export const payoutJsonSchema = z.strictObject({
  format: z.literal(PAYOUT_FORMAT),
  chainId: z.int().min(1),
  vault: addressSchema,
  token: addressSchema,
  period: uint32Schema,
  planVersion: uint32Schema,
  planHash: wordSchema,
  inputHash: wordSchema,
  stateRoot: wordSchema,
  root: wordSchema,
  total: amountSchema,
  leafCount: uint32Schema,
  leaves: z.array(z.tuple([uint32Schema.min(1), amountSchema])),
});
export type PayoutJson = z.infer<typeof payoutJsonSchema>;

/** What stands in a payout file. */
export interface PayoutFile {
  readonly domain: VaultDomain;
  readonly period: number;
  readonly planVersion: number;
  readonly planHash: Hex;
  readonly inputHash: Hex;
  readonly stateRoot: Hex;
  readonly root: Hex;
  readonly total: bigint;
  readonly leaves: readonly PayoutLeaf[];
}

/** A run and the vault that it is for: all that a file is built from. A RunResult fits. */
export interface PayoutSource extends Omit<PayoutFile, 'domain' | 'leaves'> {
  readonly tree: { readonly domain: VaultDomain; readonly leaves: readonly PayoutLeaf[] };
}

/** The bytes to publish and their keccak256, which is what the vault is told. */
export function buildPayoutFile(run: PayoutSource): { readonly bytes: Uint8Array; readonly fileHash: Hex } {
  const { chainId, vault, token } = run.tree.domain;
  const json: PayoutJson = {
    format: PAYOUT_FORMAT,
    chainId,
    vault: lower(vault),
    token: lower(token),
    period: run.period,
    planVersion: run.planVersion,
    planHash: run.planHash,
    inputHash: run.inputHash,
    stateRoot: run.stateRoot,
    root: run.root,
    total: run.total.toString(),
    leafCount: run.tree.leaves.length,
    leaves: run.tree.leaves.map(({ memberId, cumulative }) => [memberId, cumulative.toString()]),
  };
  const bytes = new TextEncoder().encode(canonicalText(json));
  return { bytes, fileHash: keccakHex(bytes) };
}

export function lower(hex: Hex): Hex {
  return hex.toLowerCase() as Hex;
}
