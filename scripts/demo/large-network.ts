import { packEntries, type VolumeEntry } from '#engine/index.ts';
import { englishPeople, russianPeople, type Language } from './people.ts';
import { type Random } from './random.ts';

/** Most entries that one batch of volumes takes. */
export const ENTRIES_PER_BATCH = 1000;
/** About 25,500 gas an entry: what fits below 16.7 million, with a tenth to spare. */
export const MEMBERS_PER_BATCH = 580;

/** How the network is spread over the periods, in percent of its members. */
export const growth = [70, 12, 8, 6, 4] as const;

/**
 * Sponsors of a large network, by member number; 0 and 1 (the company) hold 0. Three kinds of growth are mixed, because real networks
 * have all of them: hubs that recruit hundreds, ordinary recruiting, and long lines in which each brings one.
 */
export function growLargeNetwork(members: number, random: Random): Uint32Array {
  const sponsorOf = new Uint32Array(members + 1);
  let endOfLine = 1;
  for (let memberId = 2; memberId <= members; memberId += 1) {
    const draw = random.below(100);
    const earlier = memberId - 1;
    if (memberId <= 4) sponsorOf[memberId] = 1;
    else if (draw < 25) sponsorOf[memberId] = 1 + Math.floor(earlier * (random.below(1000) / 1000) ** 4);
    else if (draw < 98) sponsorOf[memberId] = 1 + random.below(earlier);
    else {
      sponsorOf[memberId] = endOfLine;
      endOfLine = memberId;
    }
  }
  return sponsorOf;
}

/** Members at the end of each period, the founding period first. */
export function membersByPeriod(members: number): number[] {
  let percent = 0;
  return growth.map((share) => {
    percent += share;
    return Math.max(4, Math.floor((members * percent) / 100));
  });
}

/** The month's entries of a large network: most members buy now and then, some sell, a few goods come back within the month. */
export function writeLargeMonth(period: number, memberCount: number, random: Random): VolumeEntry[] {
  const entries: VolumeEntry[] = [];
  // References of different periods must not meet; a period has fewer than ten million orders.
  let orderRef = period * 10_000_000;
  for (let memberId = 2; memberId <= memberCount; memberId += 1) {
    if (random.chance(58)) {
      const cv = BigInt(4 + random.below(90)) * 1_000_000n;
      entries.push({ kind: 'ownPurchase', memberId, pv: cv / 10_000n, cv, orderRef: ++orderRef });
      if (random.below(200) === 0) entries.push({ kind: 'ownRefund', memberId, pv: cv / 10_000n, cv, orderRef });
    }
    if (random.chance(14)) {
      const cv = BigInt(3 + random.below(40)) * 1_000_000n;
      entries.push({ kind: 'customerSale', memberId, pv: cv / 10_000n, cv, orderRef: ++orderRef, customer: memberId });
    }
  }
  return entries;
}

/** Cut to the size of the ledger's batches and packed. */
export function packBatches(entries: readonly VolumeEntry[]): Uint8Array[] {
  const batches: Uint8Array[] = [];
  for (let start = 0; start < entries.length; start += ENTRIES_PER_BATCH) {
    batches.push(packEntries(entries.slice(start, start + ENTRIES_PER_BATCH)));
  }
  return batches;
}

/** An invented name for a number: first names of one person with the surname of another. */
export function nameOfMember(memberId: number, random: Random): { name: string; language: Language } {
  const people = random.chance(60) ? russianPeople : englishPeople;
  const first = random.pick(people).name.split(' ')[0] ?? '';
  const language = people === russianPeople ? 'ru' : 'en';
  // Russian surnames agree with the first name, so only the number tells two people of one name apart.
  const rest = language === 'en' ? (random.pick(people).name.split(' ').slice(1).join(' ') ?? '') : surnameLike(first, random);
  return { name: `${first} ${rest} ${memberId}`, language };
}

function surnameLike(first: string, random: Random): string {
  const female = /[ая]$/u.test(first) && !/^(?:Никита|Фома|Илья)$/u.test(first);
  const same = russianPeople.filter(({ name }) => /а(?:я)?$/u.test(name.split(' ')[1] ?? '') === female);
  return random.pick(same).name.split(' ').slice(1).join(' ');
}
