import type { TrialSide } from '#api/trials.ts';

/** A figure of both sides; what it is counted in decides how it is shown. */
export interface FigureRow {
  readonly id: string;
  /** Key of its words; a bonus has a name of its own. */
  readonly kind: 'money' | 'rate' | 'count';
  readonly draft: bigint | undefined;
  readonly current: bigint | undefined;
}

const whole = (value: number | undefined): bigint | undefined => (value === undefined ? undefined : BigInt(value));

const figures = {
  volume: ['money', (side) => BigInt(side.totals.netCv)],
  earned: ['money', (side) => BigInt(side.totals.earned)],
  payout: ['rate', (side) => whole(side.totals.payoutPpm)],
  highestPayout: ['rate', (side) => whole(side.totals.highestPayoutPpm)],
  capUse: ['rate', (side) => whole(side.totals.highestCapUsePpm)],
  scaledDown: ['count', (side) => BigInt(side.totals.scaledDownPeriods)],
  debt: ['money', (side) => BigInt(side.totals.debt)],
  nothing: ['count', (side) => BigInt(side.distribution.earnedNothing)],
  ahead: ['count', (side) => BigInt(side.distribution.ahead)],
  mean: ['money', (side) => BigInt(side.distribution.mean)],
  median: ['money', (side) => BigInt(side.distribution.median)],
  topTenth: ['rate', (side) => whole(side.distribution.topTenthPpm)],
  topHundredth: ['rate', (side) => whole(side.distribution.topHundredthPpm)],
} as const satisfies Record<string, readonly [FigureRow['kind'], (side: TrialSide) => bigint | undefined]>;

export type FigureId = keyof typeof figures;
export const figureIds = Object.keys(figures) as FigureId[];

/** All figures of a trial side by side, then the sums of every bonus that either plan has. */
export function figureRows(draft: TrialSide, current: TrialSide | null): FigureRow[] {
  const rows = figureIds.map((id): FigureRow => {
    const [kind, of] = figures[id];
    return { id, kind, draft: of(draft), current: current === null ? undefined : of(current) };
  });
  const bonuses = [...new Set([...Object.keys(draft.totals.bonuses), ...Object.keys(current?.totals.bonuses ?? {})])];
  const sumOf = (side: TrialSide | null, id: string): bigint | undefined => {
    const sum = side?.totals.bonuses[id];
    return sum === undefined ? undefined : BigInt(sum);
  };
  return [
    ...rows,
    ...bonuses.map((id): FigureRow => ({
      id: `bonus.${id}`,
      kind: 'money',
      draft: sumOf(draft, id),
      current: sumOf(current, id),
    })),
  ];
}

/** Share of each tenth in all that was earned, ppm; nothing when nothing was. */
export function tenthShares(tenths: readonly string[]): number[] {
  const amounts = tenths.map(BigInt);
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  return amounts.map((amount) => (total > 0n && amount > 0n ? Number((amount * 1_000_000n) / total) : 0));
}
