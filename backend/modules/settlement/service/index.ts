import { type Closing, createClosing } from './closing.ts';
import type { SettlementOptions } from './options.ts';
import { createPayouts, type Payouts } from './payouts.ts';
import { createPeriods, type Periods } from './periods.ts';

export type Settlement = Closing & Payouts & Periods;

export function createSettlement(options: SettlementOptions): Settlement {
  const closing = createClosing(options);
  const payouts = createPayouts(options);
  return { ...closing, ...payouts, ...createPeriods(options, closing, payouts) };
}
