import { z } from 'zod';
import { hash, memberId, time, uuid } from './values.ts';

export const operationStatus = z.enum(['queued', 'sent', 'mined', 'final', 'failed']);

/** Why an operation failed, in the reader's language. */
export const operationError = z.object({ code: z.string(), message: z.string(), cure: z.string() });

/** Something that the company sends to the chain on somebody's behalf. `mined` can still be undone by the chain, `final` cannot. */
export const operation = z
  .object({
    operationId: uuid,
    kind: z.enum([
      'enroll',
      'recordVolumes',
      'closePeriod',
      'proposeRoot',
      'claim',
      'withdrawCredit',
      'payMembers',
      'refundOrder',
    ]),
    status: operationStatus,
    memberId: memberId.nullable().meta({ description: 'Whom it concerns; for enroll the new member, once known.' }),
    txHash: hash.nullable(),
    error: operationError.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Operation' });

export type Operation = z.infer<typeof operation>;
export type OperationStatus = z.infer<typeof operationStatus>;
export type OperationKind = Operation['kind'];
