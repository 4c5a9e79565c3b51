import { type Plan } from '../index.ts';
import { frontline, group, meets, organisation, rankOf, type Month } from './naive-ranks.ts';

/** Section 12 of the plan language a second time: everything from its definition, by recursion, nothing kept. */
export interface NaiveClaim {
  readonly memberId: number;
  readonly bonusId: string;
  readonly amount: bigint;
}

type Bonus = Plan['bonuses'][number];
type Round = (base: bigint, ppm: number, rounding: string) => bigint;

export function periodClaims(
  month: Month,
  cvOf: (memberId: number) => bigint,
  payees: readonly NaiveClaim[],
  round: Round,
): NaiveClaim[] {
  const everybody = Array.from({ length: month.memberCount }, (_, index) => index + 1);
  const found: NaiveClaim[] = [];
  for (const bonus of month.plan.bonuses) {
    if (bonus.kind === 'pool') found.push(...pool(bonus, month, everybody, cvOf));
    if (bonus.kind === 'differential') found.push(...differential(bonus, month, everybody, cvOf, round));
  }
  for (const bonus of month.plan.bonuses)
    if (bonus.kind === 'volume') found.push(...volume(bonus, month, everybody, cvOf, round));
  const matched = [...payees, ...found];
  for (const bonus of month.plan.bonuses) {
    if (bonus.kind !== 'matching') continue;
    for (const source of everybody) {
      const base = matched
        .filter(({ memberId, bonusId }) => memberId === source && bonus.of.includes(bonusId))
        .reduce((sum, { amount }) => sum + amount, 0n);
      let upline: number[] = [];
      for (let above = month.sponsorOf[source] ?? 0; above > 1; above = month.sponsorOf[above] ?? 0) upline.push(above);
      if (bonus.compression === 'standard') upline = upline.filter((memberId) => meets(month, bonus.payTo, memberId));
      bonus.levels.forEach(({ ratePpm, rankAtLeast }, index) => {
        const memberId = upline[index];
        if (memberId === undefined || !meets(month, bonus.payTo, memberId) || rankOf(month, memberId) < place(month, rankAtLeast))
          return;
        found.push({ memberId, bonusId: bonus.id, amount: round(base, ratePpm, bonus.rounding) });
      });
    }
  }
  return found;
}

function volume(
  bonus: Extract<Bonus, { kind: 'volume' }>,
  month: Month,
  everybody: readonly number[],
  cvOf: (memberId: number) => bigint,
  round: Round,
): NaiveClaim[] {
  const apart = (memberId: number): boolean => month.plan.ranks?.steps[rankOf(month, memberId) - 1]?.breaksAway === true;
  const groupCv = (memberId: number): bigint =>
    frontline(month, memberId).reduce((sum, head) => (apart(head) ? sum : sum + groupCv(head)), cvOf(memberId));
  const volumes = {
    ppv: (memberId: number) => month.ppvOf(memberId),
    ov: (memberId: number) => organisation(month, memberId),
    gv: (memberId: number) => frontline(month, memberId).reduce((sum, head) => sum + group(month, head), month.ppvOf(memberId)),
  };
  return everybody
    .filter((memberId) => meets(month, bonus.payTo, memberId))
    .map((memberId) => {
      const reached = volumes[bonus.bracketBy as keyof typeof volumes](memberId);
      const rate = bonus.brackets.findLast(({ from }) => reached >= BigInt(from))?.ratePpm ?? 0;
      const base = bonus.of === 'own' ? cvOf(memberId) : groupCv(memberId);
      return { memberId, bonusId: bonus.id, amount: round(base, rate, bonus.rounding) };
    });
}

function place(month: Month, rank: string | undefined): number {
  return rank === undefined ? 0 : (month.plan.ranks?.steps.findIndex(({ id }) => id === rank) ?? -1) + 1;
}

function pool(
  bonus: Extract<Bonus, { kind: 'pool' }>,
  month: Month,
  everybody: readonly number[],
  cvOf: (memberId: number) => bigint,
): NaiveClaim[] {
  const total = (everybody.reduce((sum, memberId) => sum + cvOf(memberId), 0n) * BigInt(bonus.ratePpm)) / 1_000_000n;
  const holders = everybody
    .filter((memberId) => meets(month, bonus.payTo, memberId))
    .map((memberId) => {
      const named = Object.keys(bonus.sharesByRank).filter((rank) => rankOf(month, memberId) >= place(month, rank));
      named.sort((one, other) => place(month, other) - place(month, one));
      return { memberId, shares: BigInt(bonus.sharesByRank[named[0] ?? ''] ?? 0), given: 0n };
    })
    .filter(({ shares }) => shares > 0n);
  const all = holders.reduce((sum, { shares }) => sum + shares, 0n);
  if (all === 0n) return [];
  for (const holder of holders) holder.given = (total * holder.shares) / all;
  // What is left goes unit by unit to whoever lacks most.
  for (let left = total - holders.reduce((sum, { given }) => sum + given, 0n); left > 0n; left -= 1n) {
    const lack = (holder: (typeof holders)[number]): bigint => total * holder.shares - holder.given * all;
    const next = holders.reduce((best, holder) => (lack(holder) > lack(best) ? holder : best));
    next.given += 1n;
  }
  const most = bonus.mostPerMember === undefined ? total : BigInt(bonus.mostPerMember);
  return holders.map(({ memberId, given }) => ({ memberId, bonusId: bonus.id, amount: given < most ? given : most }));
}

function differential(
  bonus: Extract<Bonus, { kind: 'differential' }>,
  month: Month,
  everybody: readonly number[],
  cvOf: (memberId: number) => bigint,
  round: Round,
): NaiveClaim[] {
  const apart = (memberId: number): boolean => month.plan.ranks?.steps[rankOf(month, memberId) - 1]?.breaksAway === true;
  const joined = (memberId: number): number[] => frontline(month, memberId).filter((head) => !apart(head));
  const groupCv = (memberId: number): bigint => joined(memberId).reduce((sum, head) => sum + groupCv(head), cvOf(memberId));
  const rate = (memberId: number): number => {
    const own = month.ppvOf(memberId);
    const volume =
      bonus.bracketBy === 'ov'
        ? organisation(month, memberId)
        : frontline(month, memberId).reduce((sum, head) => sum + group(month, head), own);
    return bonus.brackets.findLast(({ from }) => volume >= BigInt(from))?.ratePpm ?? 0;
  };
  const entitled = (memberId: number): bigint => round(groupCv(memberId), rate(memberId), bonus.rounding);
  const below = (memberId: number): bigint => joined(memberId).reduce((sum, head) => sum + counts(head), 0n);
  const counts = (memberId: number): bigint => {
    const least = below(memberId);
    const own = bonus.ineligible === 'lost' || meets(month, bonus.payTo, memberId) ? entitled(memberId) : least;
    return own > least ? own : least;
  };
  return everybody
    .filter((memberId) => meets(month, bonus.payTo, memberId))
    .flatMap((memberId) => {
      const overrides = frontline(month, memberId)
        .filter(apart)
        .map((head) => round(groupCv(head), bonus.override?.ratePpm ?? 0, bonus.rounding));
      const own = entitled(memberId) - below(memberId);
      return [own > 0n ? own : 0n, ...overrides].map((amount) => ({ memberId, bonusId: bonus.id, amount }));
    });
}
