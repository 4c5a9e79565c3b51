import type { Need } from '#engine/index.ts';
import type { Locale } from '#kernel/errors/index.ts';
import { formatDecimal, formatMoney, formatPoints } from '#kernel/money.ts';
import type { MemberExplanation } from './explain-member.ts';
import { missingTexts } from './missing-texts.ts';
import { words } from './texts.ts';

const inPoints: ReadonlySet<Need['what']> = new Set(['ppv', 'customerPv', 'volume', 'bracket']);
const inMoney: ReadonlySet<Need['what']> = new Set(['weakerLeg', 'strongerLeg']);
/** Said whole, without figures. */
const sentences: ReadonlySet<Need['what']> = new Set(['rank', 'oneOf', 'orders', 'membership']);

/** What was missing for each bonus that gave nothing, and for the next rank; no line when nothing was. */
export function missingLines(answer: MemberExplanation, locale: Locale): string[] {
  const { missing, nextRank, bonusNames, rankNames } = answer;
  const phrase = (id: string, parameters: Record<string, string> = {}): string => words(missingTexts, id, parameters, locale);
  const nameOf = (names: MemberExplanation['bonusNames'], id: string): string => names[id]?.[locale] ?? id;

  const amount = (what: Need['what'], value: bigint): string => {
    if (inMoney.has(what)) return formatMoney(locale, value, answer.currency.minorDigits, answer.currency.code);
    return inPoints.has(what) ? formatPoints(locale, value) : formatDecimal(locale, value, 0, 0);
  };
  const text = ({ what, required, actual, of = '', lacks = [] }: Need): string => {
    const named = { rank: nameOf(rankNames, of), condition: of };
    if (sentences.has(what)) return `${phrase(what, named)}${lacks.length > 0 ? ':' : ''}`;
    const sums = { actual: amount(what, actual), required: amount(what, required), lack: amount(what, required - actual) };
    return phrase('lacks', { name: phrase(what === 'legs' && of !== '' ? 'legsOfRank' : what, named), ...sums });
  };
  const lines = (needs: readonly Need[], indent: string): string[] =>
    // What several levels ask alike is said once.
    [...Map.groupBy(needs, ({ what, required, of }) => [what, required, of].join(' ')).values()].flatMap((alike) => {
      const levels = alike.flatMap(({ level }) => level ?? []);
      const [need] = alike;
      if (need === undefined) return [];
      const before =
        levels.length < alike.length ? '' : phrase(levels.length === 1 ? 'level' : 'levels', { levels: levels.join(', ') });
      return [
        `${indent}${before}${text(need)}`,
        ...lines(need.lacks ?? [], `${indent}  `),
        ...(need.alternatives ?? []).flatMap((one, index) =>
          lines(one, '').map((line, place) => `${indent}  ${joined(index, place)}${line}`),
        ),
      ];
    });
  const joined = (alternative: number, place: number): string => {
    if (place > 0) return phrase('and');
    return alternative === 0 ? '' : phrase('or');
  };

  const next = nextRank === undefined || nextRank.needs.length === 0 ? undefined : nextRank;
  if (missing.length === 0 && next === undefined) return [];
  return [
    phrase('title'),
    ...missing.flatMap(({ bonusId, needs }) => [`  ${nameOf(bonusNames, bonusId)}`, ...lines(needs, '    ')]),
    ...(next === undefined
      ? []
      : [`  ${phrase('nextRank', { rank: nameOf(rankNames, next.rank) })}`, ...lines(next.needs, '    ')]),
  ];
}
