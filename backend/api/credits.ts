import { z } from 'zod';
import { payoutRoute } from './claims.ts';
import { defineRoute } from './define-route.ts';
import { operation } from './operations.ts';
import { address, asOf, memberId, memberIdText, unsignedAmountString } from './values.ts';

const memberPath = z.strictObject({ memberId: memberIdText });

/** What sales through Checkout have credited at once. It needs no root: the vault holds it from the moment of the sale. */
export const creditOffer = z
  .object({
    memberId,
    credited: unsignedAmountString,
    withdrawn: unsignedAmountString,
    available: unsignedAmountString,
    wallet: address.nullable(),
    route: payoutRoute,
    asOf,
  })
  .meta({ id: 'CreditOffer' });

export const getCredit = defineRoute({
  id: 'credits.offer',
  method: 'GET',
  path: '/members/:memberId/credit',
  permission: { relation: 'self', staff: 'earnings.see' },
  summary: 'Instant credits: what sales have credited at once, and what of it can be received now.',
  params: memberPath,
  response: creditOffer,
});

export const withdrawCredit = defineRoute({
  id: 'credits.withdraw',
  method: 'POST',
  path: '/members/:memberId/credit-withdrawals',
  permission: { relation: 'self' },
  summary: 'Has the company send all instant credit to the wallet that the chain names, and pay the fee.',
  params: memberPath,
  response: operation,
  status: 202,
  idempotent: true,
  errors: ['CLAIM.NOTHING', 'CLAIM.NO_WALLET', 'CLAIM.BANK_ROUTE', 'CLAIM.TOO_MANY'],
});

export type CreditOffer = z.infer<typeof creditOffer>;
