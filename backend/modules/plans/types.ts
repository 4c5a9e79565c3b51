import type { Plan } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';

/** A published version with its text read and checked. */
export interface PlanVersion {
  readonly version: number;
  readonly plan: Plan;
  readonly planHash: Hex;
  readonly firstPeriod: number;
  readonly capPpm: number;
  readonly canonical: string;
  readonly publishedAt: Date;
  readonly txHash: Hex;
}
