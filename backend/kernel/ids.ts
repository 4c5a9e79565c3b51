import { UplineError } from './errors/index.ts';

/** The company is member 1: root of every tree. */
export const COMPANY_MEMBER = 1;
export const MAX_MEMBER = 0xffff_ffff;
/** An order reference has 48 bits, so that it is exact as a JavaScript number. */
export const MAX_ORDER_REF = 0xffff_ffff_ffff;
/** Width of a placement tree that sets no limit to the legs of a member: each of them is leg 0. */
export const UNLIMITED_WIDTH = 255;

export function isMemberId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_MEMBER;
}

/** @throws UplineError ID.MEMBER for anything but a whole number from 1 to 2^32 − 1 in plain digits */
export function parseMemberId(value: string | number): number {
  const number = readWhole(value);
  if (!isMemberId(number)) throw new UplineError('ID.MEMBER', { value });
  return number;
}

export function isOrderRef(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_ORDER_REF;
}

/** @throws UplineError ID.ORDER for anything but a whole number from 1 to 2^48 − 1 in plain digits */
export function parseOrderRef(value: string | number): number {
  const number = readWhole(value);
  if (!isOrderRef(number)) throw new UplineError('ID.ORDER', { value });
  return number;
}

/** A whole number in plain digits without leading zeros, or NaN. */
export function readWhole(value: string | number): number {
  if (typeof value === 'number') return value;
  return /^(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : Number.NaN;
}
