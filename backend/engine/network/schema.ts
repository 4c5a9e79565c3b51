import { z } from 'zod';
import { MAX_CV, MAX_PV } from '../ledger/entry.ts';
import { amountSchema, slugSchema } from '../plan/parts.ts';

export const NETWORK_FORMAT = 'upline.network/1';

/** Names of members, orders and customers in a file: any text without spaces, or a whole number; `7` and `"7"` are the same name. */
export const nameSchema = z
  .union([z.string().regex(/^[\p{L}\p{N}._:@/-]{1,64}$/u, { error: 'name' }), z.int().nonnegative()], { error: 'name' })
  .transform(String);

const momentSchema = z.iso.datetime({ offset: true, error: 'moment' });
/** PV or CV that an entry of the ledger can hold. What is no amount at all is said once, and not judged by size. */
export const volumeUpTo = (most: bigint) =>
  amountSchema.refine((text) => !/^\d{1,30}$/.test(text) || BigInt(text) <= most, { error: 'tooLarge' });

export const memberSchema = z.strictObject({
  id: nameSchema,
  /** Missing or null for the company, which stands first. */
  sponsor: nameSchema.nullish(),
  /** Member above in the placement tree, and the leg of it, from 0. */
  parent: nameSchema.nullish(),
  leg: z.int().min(0).max(254).optional(),
  joinedAt: momentSchema.optional(),
  /** Period in which the member joined, and rank that is theirs for life: of members who are not in the carry. */
  joined: z.int().nonnegative().optional(),
  title: slugSchema.optional(),
  /** Who has left stays in the tree, meets no condition and is paid nothing. */
  status: z.enum(['member', 'left']).optional(),
});

/** What is judged of a member, field by field; a place is two of them. */
const { id, sponsor, parent, leg, joined, title } = memberSchema.shape;
export const memberParts = [
  z.object({ id }),
  z.object({ sponsor }),
  z.object({ parent, leg }),
  z.object({ joined }),
  z.object({ title }),
] as const;

export const volumeSchema = z.strictObject({
  member: nameSchema,
  kind: z.enum(['ownPurchase', 'customerSale', 'ownRefund', 'customerRefund']),
  pv: volumeUpTo(MAX_PV),
  cv: volumeUpTo(MAX_CV),
  /** The order; a refund bears the reference of the order that it refunds. */
  ref: nameSchema,
  customer: nameSchema.optional(),
  at: momentSchema.optional(),
});

const attestationSchema = z.strictObject({
  member: nameSchema,
  kind: slugSchema,
  value: amountSchema,
  at: momentSchema.optional(),
});

/** A month of a network as a file: docs/plans.md, "Files". */
export const networkSchema = z.strictObject({
  format: z.literal(NETWORK_FORMAT).optional(),
  members: z.array(memberSchema).min(1),
  volumes: z.array(volumeSchema),
  attestations: z.array(attestationSchema).optional(),
});

export type NetworkFile = z.infer<typeof networkSchema>;
export type NetworkMember = NetworkFile['members'][number];
export type NetworkVolume = NetworkFile['volumes'][number];
