import { z } from 'zod';
import { permissions, roles } from '#kernel/roles.ts';
import { defineRoute } from './define-route.ts';
import { address, locale, memberId, personName, signature, time, uuid } from './values.ts';

/** Everything that the message to sign must say (EIP-4361); the nonce works once, in this browser, until `expiresAt`. */
export const signInChallenge = z
  .object({
    nonce: z.string().regex(/^[A-Za-z0-9]{16,64}$/),
    domain: z.string(),
    uri: z.url(),
    chainId: z.int().min(1),
    version: z.literal('1'),
    statement: z.string(),
    issuedAt: time,
    expiresAt: time,
  })
  .meta({ id: 'SignInChallenge' });

export const session = z
  .object({
    account: z.object({ id: uuid, name: z.string().nullable(), locale, wallet: address }),
    memberId: memberId
      .nullable()
      .meta({ description: 'The member whose wallet this is now, as the chain says; null for staff without a place.' }),
    roles: z.array(z.enum(roles)),
    permissions: z.array(z.enum(permissions)),
    expiresAt: time,
  })
  .meta({ id: 'Session' });

export const issueNonce = defineRoute({
  id: 'auth.nonce',
  method: 'POST',
  path: '/auth/nonce',
  permission: 'public',
  summary: 'A fresh nonce for signing in, bound to this browser.',
  body: z.strictObject({}),
  response: signInChallenge,
  status: 201,
});

export const createSession = defineRoute({
  id: 'auth.signIn',
  method: 'POST',
  path: '/auth/session',
  permission: 'public',
  summary: 'Signs in with a wallet: the EIP-4361 message and its signature.',
  body: z.strictObject({ message: z.string().min(1).max(4000), signature }),
  response: session,
  status: 201,
  errors: ['SESSION.MESSAGE_REFUSED', 'SESSION.NONCE_REFUSED', 'SESSION.SIGNATURE_REFUSED'],
});

export const deleteSession = defineRoute({
  id: 'auth.signOut',
  method: 'DELETE',
  path: '/auth/session',
  permission: 'signedIn',
  summary: 'Ends the session.',
  status: 204,
});

export const getMe = defineRoute({
  id: 'auth.me',
  method: 'GET',
  path: '/me',
  permission: 'signedIn',
  summary: 'Who is signed in, and what they may do.',
  response: session,
});

export const updateMe = defineRoute({
  id: 'auth.updateMe',
  method: 'PATCH',
  path: '/me',
  permission: 'signedIn',
  summary: 'Changes own name or language.',
  body: z.strictObject({ name: personName.optional(), locale: locale.optional() }),
  response: session,
});

export type SignInChallenge = z.infer<typeof signInChallenge>;
export type Session = z.infer<typeof session>;
