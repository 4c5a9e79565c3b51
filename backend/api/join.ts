import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { invitationCode } from './invitations.ts';
import { operation } from './operations.ts';
import { address, hash, locale, memberId, personName, signature, unsignedAmountString, uuid } from './values.ts';

/** The EIP-712 struct `Consent` of the Enrollment contract; `deadline` in Unix seconds, parent 0 when there is no placement tree. */
export const consent = z
  .strictObject({
    sponsorId: memberId,
    parentId: z.int().min(0).max(4_294_967_295),
    leg: z.int().min(0).max(255),
    wallet: address,
    termsHash: hash,
    nonce: unsignedAmountString,
    deadline: z.int().min(0).max(253_402_300_799),
  })
  .meta({ id: 'Consent' });

export const join = defineRoute({
  id: 'join.create',
  method: 'POST',
  path: '/join',
  permission: 'public',
  summary:
    'Joins by an invitation; the company sends the transaction and pays its fee. The same consent twice is the same operation.',
  body: z.strictObject({ code: invitationCode, name: personName, locale, consent, signature }),
  response: operation,
  status: 202,
  idempotent: true,
  errors: [
    'INVITATION.UNKNOWN',
    'INVITATION.EXPIRED',
    'INVITATION.REVOKED',
    'INVITATION.USED_UP',
    'INVITATION.OTHER_INVITEE',
    'JOIN.CONSENT_ALTERED',
    'JOIN.CONSENT_EXPIRED',
    'JOIN.SPONSOR_MISMATCH',
    'JOIN.PLACEMENT_UNUSED',
    'GENEALOGY.LEG_TAKEN',
    'JOIN.TERMS_UNKNOWN',
    'JOIN.WALLET_TAKEN',
    'JOIN.PENDING',
    'JOIN.DAILY_CAP',
    'JOIN.TOO_MANY',
  ],
});

export const getJoin = defineRoute({
  id: 'join.get',
  method: 'GET',
  path: '/join/:operationId',
  permission: 'public',
  summary: 'How far a joining has come.',
  params: z.strictObject({ operationId: uuid }),
  response: operation,
});

export type Consent = z.infer<typeof consent>;
