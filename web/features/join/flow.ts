import { z } from 'zod';
import { consent } from '#api/join.ts';
import { signature } from '#api/values.ts';

/** How far somebody has come with one invitation. Kept in the browser, so that closing the tab loses nothing. */
export const joinFlow = z.object({
  /** The sponsor was shown and confirmed. */
  confirmed: z.boolean(),
  name: z.string(),
  /** Signed consent: sending it again is the same operation. */
  signed: z.object({ consent, signature }).nullable(),
  operationId: z.uuid().nullable(),
});

export type JoinFlow = z.infer<typeof joinFlow>;
export type JoinStep = 'sponsor' | 'person' | 'sign' | 'sending' | 'following';

export const newJoinFlow: JoinFlow = { confirmed: false, name: '', signed: null, operationId: null };

/** The step that is next. `person` is left by a tap, which is not kept: a name may still be corrected after a reload. */
export function joinStepOf(flow: JoinFlow, nameAccepted: boolean): JoinStep {
  if (flow.operationId !== null) return 'following';
  if (flow.signed !== null) return 'sending';
  if (!flow.confirmed) return 'sponsor';
  return nameAccepted ? 'sign' : 'person';
}
