import { z } from 'zod';
import { roles } from '#kernel/roles.ts';
import { defineRoute } from './define-route.ts';
import { address, hash, localizedText, memberId, time } from './values.ts';

export const demoPerson = z
  .object({
    key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    name: z.string(),
    role: z.enum([...roles, 'newcomer', 'guardian']),
    memberId: memberId.nullable(),
    wallet: address,
    privateKey: hash.meta({ description: 'Published test key; worthless anywhere but in a demo world.' }),
    whatToTry: localizedText,
  })
  .meta({ id: 'DemoPerson' });

export const listDemoPeople = defineRoute({
  id: 'demo.people',
  method: 'GET',
  path: '/demo/people',
  permission: 'public',
  summary: 'People that a visitor may act as. Exists in demo worlds only.',
  response: z.object({ items: z.array(demoPerson) }),
  demoOnly: true,
});

export const moveDemoTime = defineRoute({
  id: 'demo.time',
  method: 'POST',
  path: '/demo/time',
  permission: 'signedIn',
  summary: 'Moves the clock of the local chain forward. Exists in demo worlds only.',
  body: z.strictObject({ days: z.int().min(1).max(31) }),
  response: z.object({ block: z.int().min(0), time }),
  demoOnly: true,
});

export type DemoPerson = z.infer<typeof demoPerson>;
