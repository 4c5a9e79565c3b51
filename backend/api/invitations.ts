import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { address, hash, localizedText, memberId, person, signature, time, unsignedAmountString } from './values.ts';

/** The EIP-712 struct `Invitation` of the Enrollment contract; `deadline` in Unix seconds. */
export const invitationTerms = z
  .strictObject({
    chainId: z.int().min(1),
    gateway: address,
    sponsorId: memberId,
    invitee: address.meta({ description: 'Zero address: whoever has the link.' }),
    uses: z.int().min(1).max(4_294_967_295),
    nonce: unsignedAmountString,
    deadline: z.int().min(0).max(253_402_300_799),
  })
  .meta({ id: 'InvitationTerms' });

export const invitationCode = z.string().regex(/^[A-Za-z0-9_-]{10,64}$/);
export const invitationState = z.enum(['valid', 'expired', 'usedUp', 'revoked']);

/** What the newcomer sees, and the two signed pieces that the browser checks and passes to `join`. */
export const invitationOffer = z
  .object({
    code: invitationCode,
    state: invitationState,
    sponsor: person,
    deadline: time,
    invitation: invitationTerms,
    inviter: address,
    signature,
    terms: z
      .object({ hash, text: localizedText })
      .meta({ description: 'The terms that the consent commits to; hash = keccak256 of the canonical JSON of text.' }),
  })
  .meta({ id: 'InvitationOffer' });

export const invitationRow = z
  .object({
    code: invitationCode,
    state: invitationState,
    sponsorId: memberId,
    invitee: address.nullable(),
    uses: z.int().min(1),
    used: z.int().min(0),
    deadline: time,
    createdAt: time,
  })
  .meta({ id: 'InvitationRow' });

export const getInvitation = defineRoute({
  id: 'invitations.get',
  method: 'GET',
  path: '/invitations/:code',
  permission: 'public',
  summary: 'An invitation by its link.',
  params: z.strictObject({ code: invitationCode }),
  response: invitationOffer,
  errors: ['INVITATION.UNKNOWN'],
});

export const placementPlace = z
  .object({ parent: person, leg: z.int().min(0).max(255) })
  .meta({ id: 'PlacementPlace', description: 'A leg of the placement tree that nobody stands on; legs count from 0.' });

export const getPlace = defineRoute({
  id: 'invitations.place',
  method: 'GET',
  path: '/invitations/:code/place',
  permission: 'public',
  summary: 'The free place below the sponsor that is nearest now; null where the company keeps no placement tree.',
  params: z.strictObject({ code: invitationCode }),
  response: z.object({ place: placementPlace.nullable() }),
  errors: ['INVITATION.UNKNOWN'],
});

export const createInvitation = defineRoute({
  id: 'invitations.create',
  method: 'POST',
  path: '/invitations',
  permission: 'invitations.make',
  summary: 'Stores an invitation that the sponsor has signed and gives its link.',
  body: z.strictObject({ invitation: invitationTerms, inviter: address, signature }),
  response: invitationRow,
  status: 201,
  idempotent: true,
  errors: ['INVITATION.OTHER_DEPLOYMENT', 'INVITATION.NOT_SPONSOR', 'INVITATION.EXPIRED', 'INVITATION.ALTERED'],
});

export const listInvitations = defineRoute({
  id: 'invitations.list',
  method: 'GET',
  path: '/invitations',
  permission: 'invitations.make',
  summary: 'Own invitations, newest first.',
  response: z.object({ items: z.array(invitationRow) }),
});

export type InvitationTerms = z.infer<typeof invitationTerms>;
export type InvitationState = z.infer<typeof invitationState>;
export type InvitationOffer = z.infer<typeof invitationOffer>;
export type PlacementPlace = z.infer<typeof placementPlace>;
export type InvitationRow = z.infer<typeof invitationRow>;
