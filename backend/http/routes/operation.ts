import type { Operation } from '#api/operations.ts';
import { describeError, type Locale } from '#kernel/errors/index.ts';
import type { OperationState } from '../dependencies.ts';

/** An operation with its failure in the reader's words. */
export function operationAnswer(state: OperationState, locale: Locale): Operation {
  if (state.error === null) return { ...state, error: null };
  const { code, parameters } = state.error;
  return { ...state, error: { code, ...describeError(code, parameters, locale) } };
}
