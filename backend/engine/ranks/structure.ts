import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { WHOLE_PPM } from '#kernel/rate.ts';
import { type Rank, type Ranks } from '../plan/conditions.ts';
import { type SalesFacts } from '../volumes/sales.ts';
import { filledPlaces, matrixSize, type Places } from './matrix.ts';
import { openGrace, timeTests, type GraceAfter, type Past } from './time.ts';

/** Volumes of groups and the ranks that follow from them, by member number. Hundredths of a point. */
export interface Structure {
  /** Group volume: PPV of the member and of everybody below, down to groups that have broken away. */
  readonly gv: BigUint64Array;
  /** Organisation volume: PPV of the member and of everybody below. */
  readonly ov: BigUint64Array;
  /** Rank of the period: 0 for none, 1 for the first of the plan. */
  readonly rank: Uint8Array;
  /** Highest rank of the member and everybody below. */
  readonly bestRank: Uint8Array;
  /** 1 where the member's group has broken away. */
  readonly apart: Uint8Array;
  /** Rank that was earned, without grace. */
  readonly earnedRank: Uint8Array;
  readonly grace: GraceAfter;
  /**
   * Settles a member anew, in place, when everybody below is settled and PPV or flags have changed. @returns whether the rank is another
   */
  readonly again: (member: number) => boolean;
}

/** The sums that are made on the way. */
type Sums = Omit<Structure, 'grace' | 'again'>;

interface Facts {
  readonly memberCount: number;
  readonly sponsorOf: Uint32Array;
  readonly ppv: BigUint64Array;
  readonly sales: SalesFacts;
  readonly flags: ReadonlyMap<string, Uint8Array>;
  readonly left: ReadonlySet<number>;
  readonly past: Past;
  /** The placement tree as it was in the period. @throws UplineError ENGINE.NO_PLACEMENT */
  readonly places: () => Places;
}

/** One pass from the youngest member to the oldest: everybody below is settled before whoever is above, and no chain is too deep. */
export function structureOf(ranks: Ranks | undefined, facts: Facts): Structure {
  const { memberCount, sponsorOf, ppv } = facts;
  const structure = {
    gv: ppv.slice(),
    ov: ppv.slice(),
    rank: new Uint8Array(memberCount + 1),
    bestRank: new Uint8Array(memberCount + 1),
    apart: new Uint8Array(memberCount + 1),
    earnedRank: new Uint8Array(memberCount + 1),
  };
  const { gv, ov, rank, bestRank, apart } = structure;
  const legs = legsOf(memberCount, sponsorOf);
  const inTime = timeTests(ranks, facts);
  const fills = (ranks?.steps ?? []).map(
    ({ requires: { matrix } }) => matrix && { size: matrixSize(matrix), filled: filledPlaces(matrix, facts) },
  );
  const grace = openGrace(ranks, memberCount, facts.past);
  const steps = (ranks?.steps ?? []).map((step) => readStep(step, facts.flags));
  const settle = (member: number): void => {
    if (ranks === undefined || facts.left.has(member)) return;
    const earned = rankOf(
      ranks,
      (step, index) =>
        mayPass(steps[index], member, ppv, structure) &&
        (inTime[index]?.(member) ?? true) &&
        fills[index]?.filled[member] === fills[index]?.size &&
        passes(step, steps[index], ranks, member, legs, facts, structure),
    );
    structure.earnedRank[member] = earned;
    const held = grace.rankOf(member, earned);
    rank[member] = held;
    if (held > (bestRank[member] ?? 0)) bestRank[member] = held;
    apart[member] = ranks.steps[held - 1]?.breaksAway === true ? 1 : 0;
  };
  for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
    settle(member);
    // Everybody below is settled, so the member's sums are what whoever is above has of this leg.
    const upline = sponsorOf[member] ?? 0;
    const volume = ov[member] ?? 0n;
    if (volume !== 0n) {
      ov[upline] = (ov[upline] ?? 0n) + volume;
      if (apart[member] !== 1) gv[upline] = (gv[upline] ?? 0n) + (gv[member] ?? 0n);
    }
    const best = bestRank[member] ?? 0;
    if (best > (bestRank[upline] ?? 0)) bestRank[upline] = best;
  }
  const again = (member: number): boolean => {
    const before = rank[member] ?? 0;
    let [ownGv, ownOv, best] = [ppv[member] ?? 0n, ppv[member] ?? 0n, 0];
    for (const head of legs(member)) {
      ownOv += ov[head] ?? 0n;
      if (apart[head] !== 1) ownGv += gv[head] ?? 0n;
      best = Math.max(best, bestRank[head] ?? 0);
    }
    [gv[member], ov[member], bestRank[member]] = [ownGv, ownOv, best];
    if (member > COMPANY_MEMBER) settle(member);
    return rank[member] !== before;
  };
  return { ...structure, grace, again };
}

/** Tests of a rank as numbers, read once. */
interface QuickStep {
  readonly met: Uint8Array | undefined;
  readonly ppv: bigint;
  readonly customers: number;
  readonly volume:
    { readonly of: 'gv' | 'ov'; readonly atLeast: bigint; readonly most: bigint; readonly ownLimited: boolean } | undefined;
}

function readStep(
  { requires: { meets, ppvAtLeast, customersAtLeast = 0, volume } }: Rank,
  flags: ReadonlyMap<string, Uint8Array>,
): QuickStep {
  return {
    met: meets === undefined ? undefined : flags.get(meets),
    ppv: BigInt(ppvAtLeast ?? '0'),
    customers: customersAtLeast,
    volume: volume && {
      of: volume.of,
      atLeast: BigInt(volume.atLeast),
      most: mostOf(volume),
      ownLimited: volume.ownCounts === 'limited',
    },
  };
}

/** False only for who cannot have the rank: what counts of a volume is never more than there is. Most members are told apart by it. */
function mayPass(step: QuickStep | undefined, member: number, ppv: BigUint64Array, known: Sums): boolean {
  if (step === undefined) return true;
  if (step.met !== undefined && step.met[member] !== 1) return false;
  if ((ppv[member] ?? 0n) < step.ppv) return false;
  return step.volume === undefined || (known[step.volume.of][member] ?? 0n) >= step.volume.atLeast;
}

/** The frontline of every member, from one counting pass. */
export function legsOf(memberCount: number, above: Uint32Array): (member: number) => Uint32Array {
  const start = new Uint32Array(memberCount + 3);
  for (let member = 1; member <= memberCount; member += 1)
    start[(above[member] ?? 0) + 2] = (start[(above[member] ?? 0) + 2] ?? 0) + 1;
  for (let index = 1; index < start.length; index += 1) start[index] = (start[index] ?? 0) + (start[index - 1] ?? 0);
  const list = new Uint32Array(memberCount);
  for (let member = 1; member <= memberCount; member += 1) {
    const place = start[(above[member] ?? 0) + 1] ?? 0;
    list[place] = member;
    start[(above[member] ?? 0) + 1] = place + 1;
  }
  return (member) => list.subarray(start[member], start[member + 1]);
}

function rankOf({ advance, steps }: Ranks, passesStep: (step: Rank, index: number) => boolean): number {
  let reached = 0;
  for (const [index, step] of steps.entries()) {
    if (passesStep(step, index)) reached = index + 1;
    else if (advance === 'eachStep') break;
  }
  return reached;
}

function passes(
  { requires }: Rank,
  step: QuickStep | undefined,
  ranks: Ranks,
  member: number,
  legsBelow: (member: number) => Uint32Array,
  { ppv, sales }: Facts,
  known: Sums,
): boolean {
  if ((sales.customers[member] ?? 0) < (step?.customers ?? 0)) return false;
  if (step?.volume === undefined && requires.legs === undefined) return true;
  const legs = legsBelow(member);
  if (step?.volume !== undefined && !countsEnough(step.volume, ppv[member] ?? 0n, legs, known)) return false;
  return (requires.legs ?? []).every((test) => fittingLegs(test, ranks, legs, known) >= test.count);
}

/** Whether `countedVolume` reaches what is asked for; counts no further than that. */
function countsEnough(
  { of, atLeast, most, ownLimited }: NonNullable<QuickStep['volume']>,
  own: bigint,
  legs: Uint32Array,
  { [of]: volumes, apart }: Pick<Structure, 'gv' | 'ov' | 'apart'>,
): boolean {
  let counted = ownLimited && own > most ? most : own;
  for (let index = 0; index < legs.length && counted < atLeast; index += 1) {
    const head = legs[index] ?? 0;
    if (of === 'gv' && apart[head] === 1) continue;
    const volume = volumes[head] ?? 0n;
    counted += volume > most ? most : volume;
  }
  return counted >= atLeast;
}

/** Most that one leg counts. */
function mostOf({ atLeast, mostPerLegPpm }: Pick<NonNullable<Rank['requires']['volume']>, 'atLeast' | 'mostPerLegPpm'>): bigint {
  return (BigInt(atLeast) * BigInt(mostPerLegPpm)) / BigInt(WHOLE_PPM);
}

/** How many of the legs pass a test of a rank. */
export function fittingLegs(
  { rank, rankIn, ovAtLeast = '0' }: NonNullable<Rank['requires']['legs']>[number],
  ranks: Ranks,
  legs: Uint32Array,
  known: Pick<Structure, 'rank' | 'bestRank' | 'ov'>,
): number {
  const least = BigInt(ovAtLeast);
  const wanted = ranks.steps.findIndex(({ id }) => id === rank) + 1;
  const ranked = rankIn === 'leg' ? known.bestRank : known.rank;
  return legs.filter((head) => (ranked[head] ?? 0) >= wanted && (known.ov[head] ?? 0n) >= least).length;
}

/** Every leg counts up to its share of what is required, not of what is there; own volume likewise if the plan says so. */
export function countedVolume(
  { of, atLeast, mostPerLegPpm, ownCounts }: NonNullable<Rank['requires']['volume']>,
  own: bigint,
  legs: Uint32Array,
  known: Pick<Structure, 'gv' | 'ov' | 'apart'>,
): bigint {
  const most = mostOf({ atLeast, mostPerLegPpm });
  const limited = (points: bigint): bigint => (points > most ? most : points);
  let counted = ownCounts === 'limited' ? limited(own) : own;
  for (const head of legs) {
    if (of === 'ov') counted += limited(known.ov[head] ?? 0n);
    else if (known.apart[head] !== 1) counted += limited(known.gv[head] ?? 0n);
  }
  return counted;
}
