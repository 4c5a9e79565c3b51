import { describe, expect, test } from 'vitest';
import { activeTest, invitationState, isActive, readCursor, refuseInvalid, writeCursor } from './rules.ts';

describe('an invitation', () => {
  const invitation = { uses: 2, deadline: 1_000 };
  const at = (seconds: number) => new Date(seconds * 1000);

  test('is valid to the last second and to the last use', () => {
    expect(invitationState(invitation, { revoked: false, used: 1, now: at(1_000) })).toBe('valid');
    expect(invitationState(invitation, { revoked: false, used: 1, now: at(1_001) })).toBe('expired');
    expect(invitationState(invitation, { revoked: false, used: 2, now: at(1_000) })).toBe('usedUp');
    expect(invitationState(invitation, { revoked: true, used: 2, now: at(2_000) })).toBe('revoked');
  });

  test.each([
    ['revoked', 'INVITATION.REVOKED'],
    ['usedUp', 'INVITATION.USED_UP'],
    ['expired', 'INVITATION.EXPIRED'],
  ] as const)('%s is refused as %s', (state, code) => {
    expect(() => refuseInvalid(state, invitation)).toThrow(expect.objectContaining({ code }));
    expect(() => refuseInvalid('valid', invitation)).not.toThrow();
  });
});

test('active from the threshold on, the company never, nobody without a plan', () => {
  expect(isActive(2, 100n, 100n)).toBe(true);
  expect(isActive(2, 99n, 100n)).toBe(false);
  expect(isActive(1, 100n, 100n)).toBe(false);
  expect(isActive(2, 100n, undefined)).toBe(false);
  for (const [memberId, ppv, from] of [
    [2, 100, 100n],
    [2, 99, 100n],
    [1, 100, 100n],
    [2, 100, undefined],
  ] as const)
    expect(activeTest(from)(memberId, ppv)).toBe(isActive(memberId, BigInt(ppv), from));
});

test('a cursor comes back as it went, and nothing else passes for one', () => {
  expect(readCursor(writeCursor(40))).toBe(40);
  expect(readCursor(undefined)).toBe(0);
  for (const forged of ['', 'abc', Buffer.from('o-1').toString('base64url'), Buffer.from('o1e9').toString('base64url')]) {
    expect(() => readCursor(forged)).toThrow(expect.objectContaining({ code: 'REQUEST.INVALID' }));
  }
});
