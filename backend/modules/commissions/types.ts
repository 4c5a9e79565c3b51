import type { PeriodOutcome, RunInput, RunResult } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { AsOf } from '#mirror/read/index.ts';

/** A period with what went into the engine and what came out, so that any member of it can be explained. */
export interface Calculated<Outcome extends PeriodOutcome = PeriodOutcome> {
  readonly input: RunInput;
  readonly result: Outcome;
  readonly asOf: AsOf;
}

export type CalculatedRun = Calculated<RunResult>;

/** Figures of a run for people, amounts in payout units. */
export interface RunFigures {
  readonly planVersion: number;
  readonly totals: readonly { bonusId: string; name: { en: string; ru: string }; amount: bigint; lines: number }[];
  readonly earners: number;
  /** What the period adds to all that is owed. */
  readonly periodTotal: bigint;
  /** Owed since the beginning. */
  readonly total: bigint;
  readonly debtTotal: bigint;
  readonly capUsePpm: number;
  readonly payoutRatioPpm: number;
  readonly limit: bigint;
  readonly scaleDown: { readonly limit: bigint; readonly gross: bigint } | null;
}

/** How far a run has come: its step, and so much of that step, ppm. */
export interface RunProgress {
  readonly step: 'calculating' | 'checking' | 'writing' | 'publishing';
  readonly donePpm: number;
}

/** A run as it was written down. */
export interface StoredRun {
  readonly period: number;
  readonly planVersion: number;
  readonly planHash: Hex;
  readonly inputHash: Hex;
  readonly stateRoot: Hex;
  readonly root: Hex;
  readonly total: bigint;
  readonly leafCount: number;
  readonly added: bigint;
  readonly figures: RunFigures;
  readonly createdAt: Date;
}
