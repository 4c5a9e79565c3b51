import {
  foldBatches,
  LEDGER_START,
  packEntries,
  parsePlan,
  type ChainFacts,
  type LedgerPoint,
  type Plan,
  type PeriodFacts,
  type VaultDomain,
  type VolumeEntry,
} from '../index.ts';

export const domain: VaultDomain = {
  chainId: 31337,
  vault: `0x${'a1'.repeat(20)}`,
  token: `0x${'b2'.repeat(20)}`,
};

/** The plan that examples start from; `bonus` replaces fields of its one bonus, `plan` fields of the whole. */
export function planOf(change: { bonus?: Record<string, unknown>; capPpm?: number; active?: string; plan?: object } = {}): Plan {
  return parsePlan({
    format: 'upline.plan/1',
    name: { en: 'Test plan', ru: 'Пробный план' },
    currency: { code: 'dUSD', minorDigits: 6 },
    pointDigits: 2,
    activity: { active: { ppvAtLeast: change.active ?? '10000' } },
    bonuses: [
      {
        id: 'team',
        kind: 'level',
        name: { en: 'Team bonus', ru: 'Командный бонус' },
        tree: 'sponsor',
        base: 'cv',
        payTo: 'active',
        compression: 'standard',
        customerSaleLevelOne: 'sponsor',
        levels: [{ ratePpm: 100_000 }, { ratePpm: 50_000 }, { ratePpm: 30_000 }],
        rounding: 'down',
        ...change.bonus,
      },
    ],
    cap: { ratePpm: change.capPpm ?? 400_000, onExcess: 'scaleDown' },
    refunds: { policy: 'reverseLines', debt: 'carry' },
    ...change.plan,
  });
}

export function purchase(memberId: number, orderRef: number, cv: bigint | number, pv: bigint | number = 0): VolumeEntry {
  return { kind: 'ownPurchase', memberId, orderRef, cv: BigInt(cv), pv: BigInt(pv) };
}

export function sale(
  memberId: number,
  orderRef: number,
  cv: bigint | number,
  pv: bigint | number = 0,
  customer = 7,
): VolumeEntry {
  return { kind: 'customerSale', memberId, orderRef, cv: BigInt(cv), pv: BigInt(pv), customer };
}

export function refund(memberId: number, orderRef: number, cv: bigint | number, pv: bigint | number = 0): VolumeEntry {
  return { kind: 'ownRefund', memberId, orderRef, cv: BigInt(cv), pv: BigInt(pv) };
}

export interface Month {
  readonly memberCount?: number;
  readonly planVersion?: number;
  readonly entries: readonly VolumeEntry[];
}

/**
 * Chain facts as the contracts would have made them from these months: one batch a month, budgets summed as PeriodClosed does.
 * @param sponsors sponsor of member 1, 2, 3 …; the first is 0
 */
export function chainOf(sponsors: readonly number[], months: readonly Month[], plans: ReadonlyMap<number, Plan>): ChainFacts {
  let point: LedgerPoint = LEDGER_START;
  let budget = 0n;
  const periods = months.map(({ entries, memberCount = sponsors.length, planVersion = 1 }, index): PeriodFacts => {
    const before = point;
    const after = entries.length === 0 ? { ...before, cv: 0n } : foldBatches(before, [packEntries(entries)], memberCount);
    point = { entryCount: after.entryCount, runningHash: after.runningHash };
    for (const entry of entries) if (entry.kind === 'instantSettled') budget -= entry.cv;
    budget += floorShare(after.cv, plans.get(planVersion)?.cap.ratePpm ?? 0);
    const { runningHash } = after;
    return { period: index + 1, planVersion, memberCount, firstEntry: before.entryCount, entries, runningHash, budget };
  });
  return { domain, sponsorOf: Uint32Array.from([0, ...sponsors]), periods };
}

/** floor(cv × ppm / 10^6) written another way than the engine's: through the remainder that is never negative. */
export function floorShare(cv: bigint, ppm: number): bigint {
  const product = cv * BigInt(ppm);
  const remainder = ((product % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return (product - remainder) / 1_000_000n;
}
