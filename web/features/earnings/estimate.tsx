import { Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Earnings } from '#api/earnings.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Money } from '../../ui/money.tsx';
import { EarningBadge } from '../status/badges.tsx';

/** What the open period comes to as of the newest block, said to be an estimate. Nothing while no period is open to earnings. */
export function LiveEstimate({ earnings }: { earnings: Earnings }) {
  const { t } = useTranslation('earnings');
  const open = earnings.periods.find(({ status }) => status === 'estimate');
  if (open === undefined) return null;
  return (
    <Card padding="md" data-estimate={open.period}>
      <Stack gap={4}>
        <Group justify="space-between">
          <Text fw={500}>{t('estimate.title', { period: open.period })}</Text>
          <EarningBadge status="estimate" />
        </Group>
        <div aria-live="polite">
          <Money amount={open.amount} large />
        </div>
        <Text size="sm" c="dimmed">
          {t('estimate.note')}
        </Text>
        <AsOf asOf={open.asOf} />
      </Stack>
    </Card>
  );
}
