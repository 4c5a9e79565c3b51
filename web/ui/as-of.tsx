import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AsOf as AsOfValue } from '#api/values.ts';
import { formatMoment } from './format/time.ts';
import { useLocale } from './locale.ts';

/** "data as of 12:04": every figure from the mirror says how old it is. `bare` under a heading that says so already. */
export function AsOf({ asOf, bare = false }: { asOf: AsOfValue; bare?: boolean }) {
  const { t } = useTranslation('common');
  const locale = useLocale();
  const time = formatMoment(asOf.time, locale, new Date());
  return (
    <Text size="sm" c="dimmed">
      {bare ? time : t('asOf', { time })}
    </Text>
  );
}
