import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { operation } from './operations.ts';
import { address, asOf, hash, memberId, memberIdText, period, time, unsignedAmountString, uuid } from './values.ts';

const memberPath = z.strictObject({ memberId: memberIdText });

export const payoutRoute = z.enum(['token', 'bank']);
const claimKey = z
  .templateLiteral(['0x', z.string().regex(/^[0-9a-f]{24}$/)])
  .meta({ description: 'What a claim under the accepted root must bring.' });

/** All that is needed to claim, by the company or by oneself; the browser checks the proof against the vault before it signs. */
export const claimOffer = z
  .object({
    memberId,
    root: hash.nullable().meta({ description: 'The accepted root; null before the first.' }),
    period: period.nullable(),
    cumulative: unsignedAmountString,
    settled: unsignedAmountString,
    claimable: unsignedAmountString,
    index: z.int().min(0).nullable().meta({ description: 'Place of the leaf; null when the member has none.' }),
    leafCount: z.int().min(0),
    proof: z.array(hash),
    claimKey: claimKey.nullable(),
    wallet: address.nullable(),
    route: payoutRoute,
    asOf,
  })
  .meta({ id: 'ClaimOffer' });

export const claim = z
  .object({
    memberId,
    amount: unsignedAmountString,
    cumulative: unsignedAmountString,
    route: payoutRoute,
    wallet: address.nullable().meta({ description: 'Null for a payment by bank.' }),
    registerHash: hash.nullable().meta({ description: 'keccak-256 of the bank register; null for a payment by token.' }),
    txHash: hash,
    block: z.int().min(0),
    time,
  })
  .meta({ id: 'Claim' });

export const getClaim = defineRoute({
  id: 'claims.offer',
  method: 'GET',
  path: '/members/:memberId/claim',
  permission: { relation: 'self' },
  summary: 'What can be claimed now, with its proof.',
  params: memberPath,
  response: claimOffer,
});

export const createClaim = defineRoute({
  id: 'claims.create',
  method: 'POST',
  path: '/members/:memberId/claims',
  permission: { relation: 'self' },
  summary: 'Has the company send the claim and pay its fee. The money goes to the wallet that the chain names.',
  params: memberPath,
  body: z.strictObject({ root: hash, cumulative: unsignedAmountString }),
  response: operation,
  status: 202,
  idempotent: true,
  errors: [
    'CLAIM.NO_ROOT',
    'CLAIM.STALE_ROOT',
    'CLAIM.OTHER_AMOUNT',
    'CLAIM.NOTHING',
    'CLAIM.NO_WALLET',
    'CLAIM.BANK_ROUTE',
    'CLAIM.TOO_MANY',
  ],
});

export const listClaims = defineRoute({
  id: 'claims.list',
  method: 'GET',
  path: '/members/:memberId/claims',
  permission: { relation: 'self', staff: 'earnings.see' },
  summary: 'What was received, newest first.',
  params: memberPath,
  response: z.object({ items: z.array(claim), asOf }),
});

export const getOperation = defineRoute({
  id: 'operations.get',
  method: 'GET',
  path: '/operations/:operationId',
  permission: { relation: 'owner', staff: 'settlement.see' },
  summary: 'How far something that the company sends to the chain has come.',
  params: z.strictObject({ operationId: uuid }),
  response: operation,
});

export type ClaimOffer = z.infer<typeof claimOffer>;
export type Claim = z.infer<typeof claim>;
