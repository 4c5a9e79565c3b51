import { packEntries, type PastRun, type TriedOutcome, unpackEntries, type VolumeEntry } from '#engine/index.ts';

/** A calculated period as it is handed to another process: entries as the ledger's own bytes, nothing that a trial does not look at. */
export interface PeriodParcel {
  readonly memberCount: number;
  readonly parts: readonly Uint8Array[];
  readonly left: ReadonlySet<number> | undefined;
  readonly outcome: Omit<TriedOutcome, 'earnings'>;
  readonly earners: readonly number[];
  readonly nets: readonly bigint[];
}

/** Entries of a part: packing one takes about ten milliseconds. */
const PART = 10_000;

/** Packs part by part, so that others get their turn between two. */
export async function packPeriod({ input, result }: PastRun, pause: () => Promise<unknown>): Promise<PeriodParcel> {
  const { period, memberCount, netCv, scale, totalsByBonus, capUsePpm, active, debtTotal, earnings } = result;
  const parts: Uint8Array[] = [];
  for (let from = 0; from < input.entries.length; from += PART) {
    parts.push(packEntries(input.entries.slice(from, from + PART)));
    await pause();
  }
  return {
    memberCount: input.memberCount,
    parts,
    left: input.left,
    outcome: { period, memberCount, netCv, scale, totalsByBonus, capUsePpm, active, debtTotal },
    earners: Array.from(earnings, ({ memberId }) => memberId),
    nets: Array.from(earnings, ({ net }) => net),
  };
}

export function unpackPeriod(
  { memberCount, parts, left, outcome, earners, nets }: PeriodParcel,
  trees: Pick<PastRun['input'], 'sponsorOf' | 'placement' | 'plan'>,
): PastRun {
  const entries: VolumeEntry[] = [];
  for (const part of parts) for (const entry of unpackEntries(part)) entries.push(entry);
  return {
    input: { ...trees, memberCount, entries, ...(left === undefined ? {} : { left }) },
    result: { ...outcome, earnings: earners.map((memberId, index) => ({ memberId, net: nets[index] ?? 0n })) },
  };
}
