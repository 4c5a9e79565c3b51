import { useTranslation } from 'react-i18next';
import type { Locale } from './format/money.ts';

/** The language that the page is in. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return i18n.language === 'ru' ? 'ru' : 'en';
}
