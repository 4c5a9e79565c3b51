import { englishPeople, russianPeople, type Language } from './people.ts';
import { type Random } from './random.ts';

export const COMPANY_MEMBER = 1;

/** A partner of the demo, in the order of joining; the first has number 2. `joinsIn` is the period in which they join. */
export interface DemoPartner {
  readonly memberId: number;
  readonly sponsorId: number;
  readonly depth: number;
  /** 0, 1 or 2: below which of the company's three first partners this one stands. */
  readonly branch: number;
  readonly joinsIn: number;
  readonly name: string;
  readonly language: Language;
  /** Without a wallet: entered by the company from its old books. */
  readonly imported: boolean;
}

/** Partners who join in each period; the first number is the founding period. */
export const joinsPerPeriod = [28, 14, 8, 6, 4] as const;
const DEEPEST = 6;
const WIDEST_FRONTLINE = 7;
/** Positions (order of joining) that continue one line down to the deepest level in the first branch. */
const spine = [0, 5, 13, 22, 34, 47] as const;
/** Positions of those who came without a wallet: three together in the founding period, one later. */
const importedPositions = new Set([16, 17, 18, 40]);

/** Sixty partners below the company: three branches, of which the first is the largest and reaches depth 6. */
export function growNetwork(random: Random): DemoPartner[] {
  const names = mixNames(random.branch('names'));
  const shape = random.branch('shape');
  const partners: DemoPartner[] = [];
  const frontline = new Map<number, number>();
  const periodOf = joinsPerPeriod.flatMap((count, period) => Array.from({ length: count }, () => period));
  for (const [position, joinsIn] of periodOf.entries()) {
    const sponsor = position < 3 ? undefined : chooseSponsor(position, partners, frontline, shape);
    const person = names[position];
    if (!person) throw new RangeError(`There are fewer names than partners: no name for position ${position}.`);
    const sponsorId = sponsor?.memberId ?? COMPANY_MEMBER;
    frontline.set(sponsorId, (frontline.get(sponsorId) ?? 0) + 1);
    partners.push({
      memberId: position + 2,
      sponsorId,
      depth: (sponsor?.depth ?? 0) + 1,
      branch: sponsor?.branch ?? position,
      joinsIn,
      name: person.name,
      language: person.language,
      imported: importedPositions.has(position),
    });
  }
  return partners;
}

function chooseSponsor(
  position: number,
  partners: readonly DemoPartner[],
  frontline: ReadonlyMap<number, number>,
  random: Random,
): DemoPartner {
  const link = spine.indexOf(position as (typeof spine)[number]);
  const above = spine[link - 1];
  if (link > 0 && above !== undefined) return partners[above] as DemoPartner;
  const draw = random.below(100);
  const branch = draw < 46 ? 0 : draw < 78 ? 1 : 2;
  const free = partners.filter(
    (partner) =>
      partner.branch === branch &&
      partner.depth < DEEPEST - 1 &&
      !partner.imported &&
      (frontline.get(partner.memberId) ?? 0) < WIDEST_FRONTLINE,
  );
  // The first of a branch recruit more than the last: two draws, the earlier joiner wins.
  const first = random.pick(free);
  const second = random.pick(free);
  return first.memberId < second.memberId ? first : second;
}

function mixNames(random: Random): { name: string; language: Language }[] {
  const [russianLead, russianSecond, ...russianRest] = russianPeople;
  const [englishLead, ...englishRest] = englishPeople;
  if (!russianLead || !russianSecond || !englishLead) throw new RangeError('Three people must lead the branches.');
  return [russianLead, englishLead, russianSecond, ...random.shuffle([...russianRest, ...englishRest])];
}
