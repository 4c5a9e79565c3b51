import type { Hex } from '#kernel/hex.ts';
import type { Refusal } from '../../chain/refusal.ts';
import type { WalletFault } from '../faults.ts';

/** Why something that was sent did not take effect. */
export type ChainFault = 'replaced' | 'cancelled' | 'dropped' | 'reverted';

export type TransactionState =
  | { readonly phase: 'idle' }
  /** The wallet asks its owner. `slow`: it has been asking for long; it may be open behind this window. */
  | { readonly phase: 'asking'; readonly slow: boolean }
  | { readonly phase: 'sent'; readonly hash: Hex; readonly slow: boolean }
  | { readonly phase: 'done'; readonly hash: Hex }
  | {
      readonly phase: 'failed';
      readonly fault: WalletFault | ChainFault;
      readonly hash: Hex | null;
      /** What the contract said, when it was asked before sending. */
      readonly refusal: Refusal | null;
    };

export type TransactionEvent =
  | { readonly type: 'ask' }
  | { readonly type: 'slow' }
  | { readonly type: 'refused'; readonly fault: WalletFault; readonly refusal: Refusal | null }
  | { readonly type: 'sent'; readonly hash: Hex }
  | { readonly type: 'repriced'; readonly hash: Hex }
  | { readonly type: 'done'; readonly hash: Hex }
  | { readonly type: 'lost'; readonly fault: ChainFault; readonly hash: Hex }
  | { readonly type: 'reset' };

export const idle: TransactionState = { phase: 'idle' };

/** Events that do not fit the phase change nothing: a late answer of an abandoned attempt must not overwrite a newer one. */
export function nextState(state: TransactionState, event: TransactionEvent): TransactionState {
  switch (event.type) {
    case 'ask':
      return isBusy(state) || state.phase === 'done' ? state : { phase: 'asking', slow: false };
    case 'slow':
      return state.phase === 'asking' || state.phase === 'sent' ? { ...state, slow: true } : state;
    case 'refused':
      return state.phase === 'asking' ? { phase: 'failed', fault: event.fault, hash: null, refusal: event.refusal } : state;
    case 'sent':
      // Also from idle: a page that was reloaded takes up a transaction that is on its way.
      return state.phase === 'asking' || state.phase === 'idle' ? { phase: 'sent', hash: event.hash, slow: false } : state;
    case 'repriced':
      return state.phase === 'sent' ? { ...state, hash: event.hash } : state;
    case 'done':
      return state.phase === 'sent' ? { phase: 'done', hash: event.hash } : state;
    case 'lost':
      return state.phase === 'sent' ? { phase: 'failed', fault: event.fault, hash: event.hash, refusal: null } : state;
    case 'reset':
      return isBusy(state) ? state : idle;
    default:
      return state;
  }
}

export function isBusy(state: TransactionState): boolean {
  return state.phase === 'asking' || state.phase === 'sent';
}
