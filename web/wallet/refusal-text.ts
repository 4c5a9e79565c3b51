import { describeError, type ErrorText } from '#kernel/errors/index.ts';
import type { Refusal } from '../chain/refusal.ts';
import { formatDateTime } from '../ui/format/time.ts';
import { useLocale } from '../ui/locale.ts';
import { useMoneyText } from '../ui/money.tsx';

const times = new Set(['deadline', 'readyAt', 'reviewEndsAt']);
const sums = new Set(['amount', 'share']);

/** A contract's refusal in the reader's language: its seconds as dates, its units of the token as money. */
export function useRefusalText(): (refusal: Refusal) => ErrorText {
  const locale = useLocale();
  const money = useMoneyText();
  return ({ code, parameters }) => {
    const words = Object.entries(parameters).map(([name, value]) => {
      if (typeof value === 'string') return [name, value] as const;
      if (times.has(name)) return [name, formatDateTime(new Date(Number(value) * 1000).toISOString(), locale)] as const;
      return [name, sums.has(name) ? money(BigInt(value)) : value] as const;
    });
    return describeError(code, Object.fromEntries(words), locale);
  };
}
