import { describe, expect, it } from 'vitest';
import { describeError, errorCatalogue, type ErrorCode } from './errors/index.ts';
import { bytesToHex, hexToBytes, isHex } from './hex.ts';
import { isOrderRef, MAX_ORDER_REF, parseMemberId, parseOrderRef } from './ids.ts';
import { parsePeriod } from './period.ts';
import { permissions, permissionsOf, permissionsOfRole, roles } from './roles.ts';

describe('numbers', () => {
  it('reads plain digits within range', () => {
    expect([parseMemberId('1'), parseMemberId(4_294_967_295), parseOrderRef('281474976710655'), parsePeriod('0')]).toEqual([
      1,
      4_294_967_295,
      MAX_ORDER_REF,
      0,
    ]);
  });

  it.each(['0', '', ' 1', '01', '1.0', '1e3', '-1', '4294967296', '0x1'])('refuses %j as a member number', (value) => {
    expect(() => parseMemberId(value)).toThrow(/ID\.MEMBER/);
  });

  it('keeps order references within 48 bits', () => {
    expect([isOrderRef(MAX_ORDER_REF), isOrderRef(MAX_ORDER_REF + 1), isOrderRef(0), isOrderRef(1.5), isOrderRef('1')]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(() => parseOrderRef('281474976710656')).toThrow(/ID\.ORDER/);
    expect(() => parsePeriod('4294967296')).toThrow(/ID\.PERIOD/);
  });
});

describe('hexadecimal', () => {
  it('goes there and back, and refuses what it is not', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
    expect([isHex('0xab', 1), isHex('0xAB'), isHex('0xa'), isHex('ab'), isHex('0xab', 2), isHex(1)]).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(() => hexToBytes('0xzz')).toThrow(RangeError);
  });
});

describe('roles', () => {
  it('grant permissions that exist, each at least to one role', () => {
    const granted = roles.flatMap((role) => permissionsOfRole[role]);
    expect(new Set(granted)).toEqual(new Set(permissions));
  });

  it('never let one role both publish and approve', () => {
    for (const role of roles) {
      const held = permissionsOf([role]);
      expect(held.includes('settlement.publish') && held.includes('settlement.approve')).toBe(false);
    }
    expect(permissionsOf(['auditor', 'partner'])).toContain('settlement.see');
  });
});

describe('the error catalogue', () => {
  it('speaks both languages, uses the same parameters in both, and ends its sentences', () => {
    for (const [code, { en, ru }] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^[A-Z_]+\.[A-Z_0-9]+$/);
      for (const text of [en.message, en.cure, ru.message, ru.cure]) expect(text.trim(), code).not.toBe('');
      expect(/[А-Яа-я]/.test(ru.message) && /[А-Яа-я]/.test(ru.cure), code).toBe(true);
      const named = (text: string): string[] => [...text.matchAll(/\{(\w+?)(?:En|Ru)?\}/g)].map((match) => match[1] ?? '').sort();
      expect(named(ru.message + ru.cure), code).toEqual(named(en.message + en.cure));
    }
  });

  it('fills parameters in', () => {
    const text = describeError('ID.MEMBER' satisfies ErrorCode, { value: 'x' }, 'ru');
    expect(text).toEqual({ message: 'x — не номер партнёра.', cure: 'Укажите целое число от 1.' });
  });
});
