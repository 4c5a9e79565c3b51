import { formatMoney } from '#kernel/money.ts';
import type { Locale } from '#kernel/errors/index.ts';
import { ratePercent } from '#kernel/rate.ts';
import type { MemberExplanation } from './explain-member.ts';
import { missingLines } from './print-missing.ts';
import type { UplineProof } from './prove.ts';
import { phraseTexts, words } from './texts.ts';

export function proofText({ memberId, uplineId, isUpline, path }: UplineProof, locale: Locale): string {
  if (!isUpline) {
    const text = words(phraseTexts, 'notUpline', { member: memberId, upline: uplineId }, locale);
    return `${text}\n${words(phraseTexts, 'path', { path: [memberId, ...path].join(' → ') }, locale)}`;
  }
  const text = words(phraseTexts, 'proved', { member: memberId, upline: uplineId, steps: path.length }, locale);
  return `${text}\n  ${[memberId, ...path].join(' → ')}`;
}

export function explanationText(answer: MemberExplanation, locale: Locale): string {
  const { code, minorDigits } = answer.currency;
  const money = (amount: bigint): string => formatMoney(locale, amount, minorDigits, code);
  const phrase = (id: string, parameters: Record<string, string | number> = {}): string =>
    words(phraseTexts, id, parameters, locale);
  const lines = answer.lines.map((line) => {
    const text = phrase('line', {
      bonus: answer.bonusNames[line.bonusId]?.[locale] ?? line.bonusId,
      level: line.level,
      base: money(line.base),
      rate: ratePercent(line.ratePpm),
      order: line.orderRef,
      source: line.sourceMemberId,
      amount: money(line.amount),
    });
    return `  ${text}${line.reversalOf === undefined ? '' : phrase('reversal', { period: line.reversalOf.period })}`;
  });
  const { proposed } = answer;
  return [
    phrase('explained', {
      member: answer.memberId,
      period: answer.period,
      plan: answer.planVersion,
      cumulative: money(answer.cumulative),
      credited: money(answer.credited),
    }),
    ...(lines.length === 0 ? [`  ${phrase('noLines')}`] : lines),
    phrase('net', { net: money(answer.net), debtBefore: money(answer.debtBefore), debt: money(answer.debt) }),
    ...missingLines(answer, locale),
    proposed === undefined
      ? phrase('noRoot')
      : phrase(proposed.matches ? 'matches' : 'differs', { root: proposed.root, state: proposed.state }),
  ].join('\n');
}

/** JSON with amounts as decimal text. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2);
}
