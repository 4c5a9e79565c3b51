/** 26.11.2026, 14:05 / 26 Nov 2026, 14:05 */
export function formatDateTime(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(tag(locale), { ...dateStyle(locale), hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}

export function formatDate(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(tag(locale), dateStyle(locale)).format(new Date(iso));
}

/** Clock time of today, date and time of any other day. */
export function formatMoment(iso: string, locale: string, now: Date): string {
  const moment = new Date(iso);
  if (moment.toDateString() === now.toDateString()) {
    return new Intl.DateTimeFormat(tag(locale), { hour: '2-digit', minute: '2-digit' }).format(moment);
  }
  return formatDateTime(iso, locale);
}

function dateStyle(locale: string): Intl.DateTimeFormatOptions {
  return locale.startsWith('ru')
    ? { day: '2-digit', month: '2-digit', year: 'numeric' }
    : { day: 'numeric', month: 'short', year: 'numeric' };
}

function tag(locale: string): string {
  return locale.startsWith('ru') ? 'ru-RU' : 'en-GB';
}
