import { describe, expect, it } from 'vitest';
import type { Hex } from '#kernel/hex.ts';
import { faultOf } from '../faults.ts';
import { droppedAfterMs, follow, judge, slowAfterMs, type ChainEyes } from './follow.ts';
import { idle, nextState, type TransactionEvent, type TransactionState } from './state.ts';

const hash: Hex = `0x${'ab'.repeat(32)}`;
const other: Hex = `0x${'cd'.repeat(32)}`;
const from: Hex = `0x${'11'.repeat(20)}`;

const play = (events: readonly TransactionEvent[], start: TransactionState = idle) => events.reduce(nextState, start);

describe('a transaction on the screen', () => {
  it('is asked for, sent and done', () => {
    expect(play([{ type: 'ask' }, { type: 'sent', hash }, { type: 'done', hash }])).toEqual({ phase: 'done', hash });
  });

  it('asks once, however often the button is pressed', () => {
    const asking = play([{ type: 'ask' }]);
    expect(nextState(asking, { type: 'ask' })).toBe(asking);
    const sent = nextState(asking, { type: 'sent', hash });
    expect(nextState(sent, { type: 'ask' })).toBe(sent);
  });

  it('can be tried again after every failure, never while it is on its way', () => {
    for (const fault of ['rejected', 'locked'] as const) {
      const failed = play([{ type: 'ask' }, { type: 'refused', fault, refusal: null }]);
      expect(failed).toMatchObject({ phase: 'failed', fault });
      expect(nextState(failed, { type: 'ask' })).toMatchObject({ phase: 'asking' });
    }
    for (const fault of ['replaced', 'dropped', 'reverted'] as const) {
      expect(play([{ type: 'ask' }, { type: 'sent', hash }, { type: 'lost', fault, hash }])).toMatchObject({
        phase: 'failed',
        fault,
        hash,
      });
    }
    const sent = play([{ type: 'ask' }, { type: 'sent', hash }]);
    expect(nextState(sent, { type: 'reset' })).toBe(sent);
  });

  it('says when it takes long, and follows a faster copy', () => {
    expect(play([{ type: 'ask' }, { type: 'slow' }])).toEqual({ phase: 'asking', slow: true });
    expect(play([{ type: 'ask' }, { type: 'sent', hash }, { type: 'slow' }, { type: 'repriced', hash: other }])).toEqual({
      phase: 'sent',
      hash: other,
      slow: true,
    });
  });

  it('is taken up again after a reload, and ignores late answers', () => {
    expect(play([{ type: 'sent', hash }])).toMatchObject({ phase: 'sent' });
    const done = play([
      { type: 'sent', hash },
      { type: 'done', hash },
    ]);
    expect(nextState(done, { type: 'refused', fault: 'rejected', refusal: null })).toBe(done);
    expect(nextState(done, { type: 'sent', hash: other })).toBe(done);
  });
});

describe('judging what the chain shows', () => {
  const seen = { receipt: null, known: true, sentCount: 4, elapsedMs: 1000 };

  it('tells six fates apart', () => {
    expect(judge(seen, 4)).toBe('waiting');
    expect(judge({ ...seen, elapsedMs: slowAfterMs }, 4)).toBe('slow');
    expect(judge({ ...seen, receipt: { succeeded: true } }, 4)).toBe('done');
    expect(judge({ ...seen, receipt: { succeeded: false } }, 4)).toBe('reverted');
    expect(judge({ ...seen, known: false, sentCount: 5 }, 4)).toBe('replaced');
    expect(judge({ ...seen, known: false, elapsedMs: droppedAfterMs }, 4)).toBe('dropped');
  });

  it('does not call a node that has not heard of it yet a loss', () => {
    expect(judge({ ...seen, known: false }, 4)).toBe('waiting');
  });
});

describe('following', () => {
  const eyes = (
    looks: readonly ((Partial<Record<'known', boolean>> & { receipt?: { succeeded: boolean } }) | 'away')[],
  ): ChainEyes => {
    let look = -1;
    const current = () => {
      const now = looks[Math.min(look, looks.length - 1)];
      if (now === undefined || now === 'away') throw new Error('node away');
      return now;
    };
    return {
      sentCountOf: async () => {
        look += 1;
        current();
        return 4;
      },
      isKnown: async () => current().known ?? true,
      receiptOf: async () => current().receipt ?? null,
    };
  };
  const run = (chain: ChainEyes, times: number[], onSlow = () => undefined as void) =>
    follow(
      chain,
      { hash, from, nonce: 4, sentAt: 0 },
      { signal: new AbortController().signal, onSlow, now: () => times.shift() ?? 0, pause: () => Promise.resolve() },
    );

  it('goes on when the node was away', async () => {
    await expect(run(eyes(['away', {}, 'away', { receipt: { succeeded: true } }]), [1, 2, 3, 4])).resolves.toBe('done');
  });

  it('says "slow" once', async () => {
    let said = 0;
    const chain = eyes([{}, {}, {}, { receipt: { succeeded: true } }]);
    await run(chain, [slowAfterMs, slowAfterMs + 1, slowAfterMs + 2, slowAfterMs + 3], () => {
      said += 1;
    });
    expect(said).toBe(1);
  });
});

describe('what a wallet says', () => {
  it('is understood through all wrappings', () => {
    expect(faultOf({ name: 'TransactionExecutionError', cause: { name: 'UserRejectedRequestError', code: 4001 } })).toBe(
      'rejected',
    );
    expect(faultOf({ cause: { cause: { code: -32002 } } })).toBe('locked');
    expect(faultOf({ code: 4100 })).toBe('locked');
    expect(faultOf(new Error('Wallet is locked'))).toBe('locked');
    expect(faultOf({ name: 'ConnectorChainMismatchError' })).toBe('wrongNetwork');
    expect(faultOf({ cause: { name: 'InsufficientFundsError' } })).toBe('noFunds');
    expect(faultOf({ name: 'ContractFunctionExecutionError', cause: { name: 'ContractFunctionRevertedError' } })).toBe(
      'wouldFail',
    );
    expect(faultOf('anything')).toBe('unknown');
  });
});
