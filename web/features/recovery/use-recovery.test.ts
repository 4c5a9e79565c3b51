import { describe, expect, it } from 'vitest';
import { stageOf } from './use-recovery.ts';

const now = 1_800_000_000;
const old = `0x${'a'.repeat(40)}`;
const next = { wallet: `0x${'B'.repeat(40)}`, deadline: now + 100 } as const;
const ready = (seconds: number) => ({ readyAt: new Date((now + seconds) * 1000).toISOString() });

describe('where a recovery stands', () => {
  it.each([
    ['agree', { running: null, wallet: old, now }, null],
    ['start', { running: null, wallet: old, now }, next],
    ['wait', { running: ready(1), wallet: old, now }, null],
    ['wait', { running: ready(1), wallet: old, now }, next],
    ['finish', { running: ready(0), wallet: old, now }, next],
    ['done', { running: null, wallet: next.wallet.toLowerCase(), now }, next],
  ] as const)('%s', (stage, state, agreement) => {
    expect(stageOf(state, agreement)).toBe(stage);
  });

  it('an agreement counts until its last second, as in the contract', () => {
    const state = { running: null, wallet: old, now };
    expect(stageOf(state, { ...next, deadline: now })).toBe('start');
    expect(stageOf(state, { ...next, deadline: now - 1 })).toBe('agree');
  });

  it('what is done stays done when the agreement has run out', () => {
    expect(stageOf({ running: null, wallet: next.wallet, now }, { ...next, deadline: now - 1 })).toBe('done');
  });
});
