import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AsOf as AsOfValue } from '#api/values.ts';
import { formatMoment } from './format/time.ts';
import { useLocale } from './locale.ts';

/** "data as of 12:04": every figure from the mirror says how old it is. */
export function AsOf({ asOf }: { asOf: AsOfValue }) {
  const { t } = useTranslation('common');
  const locale = useLocale();
  return (
    <Text size="sm" c="dimmed">
      {t('asOf', { time: formatMoment(asOf.time, locale, new Date()) })}
    </Text>
  );
}
