import type { InvitationState } from '#api/invitations.ts';
import { parsePlanText } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import type { InvitationRecord } from './types.ts';

/** Taken back weighs more than used up, and that more than expired: the reader learns the reason that will not go away. */
export function invitationState(
  invitation: Pick<InvitationRecord, 'uses' | 'deadline'>,
  facts: { revoked: boolean; used: number; now: Date },
): InvitationState {
  if (facts.revoked) return 'revoked';
  if (facts.used >= invitation.uses) return 'usedUp';
  return facts.now.getTime() > invitation.deadline * 1000 ? 'expired' : 'valid';
}

/** @throws UplineError INVITATION.REVOKED, INVITATION.USED_UP, INVITATION.EXPIRED */
export function refuseInvalid(state: InvitationState, invitation: Pick<InvitationRecord, 'uses' | 'deadline'>): void {
  if (state === 'revoked') throw new UplineError('INVITATION.REVOKED');
  if (state === 'usedUp') throw new UplineError('INVITATION.USED_UP', { uses: invitation.uses });
  if (state === 'expired') {
    throw new UplineError('INVITATION.EXPIRED', { deadline: new Date(invitation.deadline * 1000).toISOString() });
  }
}

/** PV from which the plan calls a member active. */
export function activeFrom(spec: Uint8Array): bigint {
  return BigInt(parsePlanText(new TextDecoder().decode(spec)).activity.active.ppvAtLeast);
}

/** The company is never active: it earns nothing. Without a plan nobody is. */
export function isActive(memberId: number, ppv: bigint, from: bigint | undefined): boolean {
  return from !== undefined && memberId !== COMPANY_MEMBER && ppv >= from;
}

/** The same for many members at once; `ppv` is a whole number of hundredths of a point. */
export function activeTest(from: bigint | undefined): (memberId: number, ppv: number) => boolean {
  const least = from === undefined ? Infinity : Number(from);
  return (memberId, ppv) => memberId !== COMPANY_MEMBER && ppv >= least;
}

export interface Sorted<Key extends string> {
  readonly key: Key;
  readonly descending: boolean;
}

/** `-ppv` → by ppv, descending. */
export function readSort<Key extends string>(sort: Key | `-${Key}`): Sorted<Key> {
  const descending = sort.startsWith('-');
  return { key: (descending ? sort.slice(1) : sort) as Key, descending };
}

export function writeCursor(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url');
}

/** @throws UplineError REQUEST.INVALID */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^o(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null) throw new UplineError('REQUEST.INVALID', { path: 'cursor', reason: 'unreadable' });
  return Number(match[1]);
}
