import type { ContractEvent } from '#chain/events.ts';
import { type Collector, type Origin, originColumns } from './origin.ts';

type EnrollmentEvent = Extract<ContractEvent, { contract: 'enrollment' }>;

export function collectEnrollment(event: EnrollmentEvent, origin: Origin, into: Collector): void {
  const { rows } = into;
  const from = originColumns(origin);
  switch (event.eventName) {
    case 'InvitationRevoked': {
      const { seq, invitation, sponsorId } = event.args;
      rows.invitationsRevoked.push([seq, invitation, sponsorId, ...from]);
      return;
    }
    case 'InvitationUsed': {
      const { seq, invitation, memberId, used, companyToday } = event.args;
      rows.invitationUses.push([seq, invitation, memberId, used, companyToday, ...from]);
      return;
    }
    case 'DailyCapChanged':
      rows.dailyCaps.push([event.args.seq, event.args.cap, ...from]);
      return;
    default:
      return event satisfies never;
  }
}
