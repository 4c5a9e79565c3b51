import type { Hex } from '#kernel/hex.ts';

export const ZERO_ADDRESS: Hex = `0x${'0'.repeat(40)}`;
