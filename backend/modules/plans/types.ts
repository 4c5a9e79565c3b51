import type { Plan } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';

/** A published version with its text read and checked. */
export interface PlanVersion {
  readonly version: number;
  readonly plan: Plan;
  readonly planHash: Hex;
  readonly firstPeriod: number;
  readonly capPpm: number;
  /** Rates in ppm that sales through Checkout credit at once, level 1 first. */
  readonly instantLevels: readonly number[];
  readonly canonical: string;
  readonly publishedAt: Date;
  readonly txHash: Hex;
}
