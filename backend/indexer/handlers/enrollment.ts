import type { ContractEvent } from '#chain/events.ts';
import { type Collector, type Origin, originColumns, toBytes } from './origin.ts';

type EnrollmentEvent = Extract<ContractEvent, { contract: 'enrollment' }>;

export function collectEnrollment(event: EnrollmentEvent, origin: Origin, into: Collector): void {
  const { seq, invitation, sponsorId } = event.args;
  into.rows.invitationsRevoked.push([seq, toBytes(invitation), sponsorId, ...originColumns(origin)]);
}
