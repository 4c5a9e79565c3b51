import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Disclosure } from '#api/system.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';

/** What members really earn, those who earned nothing first. Regulators fault statements that leave exactly this out. */
export function IncomeBox({ disclosure }: { disclosure: Disclosure }) {
  const { t } = useTranslation('landing');
  const locale = useLocale();
  const share = formatRate(roundedPpm(disclosure.paidNothingPpm), locale);
  if (disclosure.throughPeriod === null) {
    return (
      <Stack gap="xs">
        <Text>{t('income.none', { count: disclosure.members })}</Text>
        <Text size="sm">{t('income.costs')}</Text>
        <Text size="sm">{t('income.retail')}</Text>
        <AsOf asOf={disclosure.asOf} />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Stack gap={6}>
        <Text fw={600} size="lg">
          {t('income.nothing', { share })}
        </Text>
        <Progress
          value={disclosure.paidNothingPpm / 10_000}
          color="gray.6"
          size="md"
          aria-label={t('income.nothing', { share })}
        />
        <Text size="sm" c="dimmed">
          {t('income.of', { count: disclosure.members, nothing: disclosure.paidNothing })}
        </Text>
      </Stack>
      <Facts
        items={[
          { label: t('income.median'), value: <Money amount={disclosure.median} /> },
          { label: t('income.mean'), value: <Money amount={disclosure.mean} /> },
          {
            label: t('income.top', { count: disclosure.topDecile.members }),
            value: formatRate(roundedPpm(disclosure.topDecile.sharePpm), locale),
          },
        ]}
      />
      <Stack gap={4}>
        <Text size="sm">{t('income.costs')}</Text>
        <Text size="sm">{t('income.retail')}</Text>
      </Stack>
      <Text size="sm" c="dimmed">
        {t('income.through', { period: disclosure.throughPeriod })}
      </Text>
      <AsOf asOf={disclosure.asOf} />
    </Stack>
  );
}

/** To a tenth of a percent: more digits would only look exact. */
function roundedPpm(ppm: number): number {
  return Math.round(ppm / 1_000) * 1_000;
}
