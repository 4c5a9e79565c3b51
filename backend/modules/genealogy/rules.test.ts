import { describe, expect, test } from 'vitest';
import { compareRows, invitationState, isActive, readCursor, readSort, refuseInvalid, writeCursor } from './rules.ts';

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
});

describe('order of lists', () => {
  const row = (memberId: number, name: string | null, gv: bigint) => ({ memberId, name, gv, ppv: gv, downlineCount: 0 });
  const rows = [row(2, 'Яна', 2n ** 70n), row(3, null, 5n), row(4, 'Anna', 2n ** 70n + 1n), row(5, 'Борис', 5n)];
  const sorted = (sort: 'name' | '-name' | 'gv' | '-gv' | '-downlineCount') =>
    rows.toSorted(compareRows(readSort<'name' | 'gv' | 'downlineCount'>(sort))).map(({ memberId }) => memberId);

  test('amounts beyond floating point are told apart, ties stand in the order of joining', () => {
    expect(sorted('-gv')).toEqual([4, 2, 3, 5]);
    expect(sorted('gv')).toEqual([3, 5, 2, 4]);
    expect(sorted('-downlineCount')).toEqual([2, 3, 4, 5]);
  });

  test('whoever has no name stands last, whichever way the list is turned', () => {
    expect(sorted('name').at(-1)).toBe(3);
    expect(sorted('-name').at(-1)).toBe(3);
    expect(sorted('name').slice(0, 3)).toEqual(sorted('-name').slice(0, 3).toReversed());
  });
});

test('a cursor comes back as it went, and nothing else passes for one', () => {
  expect(readCursor(writeCursor(40))).toBe(40);
  expect(readCursor(undefined)).toBe(0);
  for (const forged of ['', 'abc', Buffer.from('o-1').toString('base64url'), Buffer.from('o1e9').toString('base64url')]) {
    expect(() => readCursor(forged)).toThrow(expect.objectContaining({ code: 'REQUEST.INVALID' }));
  }
});
