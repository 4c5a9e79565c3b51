import { Button, Card, Group, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Earnings, EarningStatus } from '#api/earnings.ts';
import { Money } from '../../ui/money.tsx';
import { EarningBadge } from '../status/badges.tsx';
import { LinkButton } from '../../ui/link.tsx';

import classes from './summary.module.css';

type SummaryKey = keyof Earnings['summary'];

/** The newest period that a sum comes from, for its "Why?". */
export function periodBehind(earnings: Earnings, key: SummaryKey): number | null {
  const statuses: readonly EarningStatus[] = key === 'preliminary' ? ['estimate', 'preliminary'] : [key];
  return earnings.periods.find((period) => statuses.includes(period.status))?.period ?? null;
}

/** Four sums, each with its status; what can be received stands first and has the button. */
export function EarningsSummary({ earnings, onWhy }: { earnings: Earnings; onWhy: (period: number) => void }) {
  const { t } = useTranslation('earnings');
  const { claimable } = earnings.summary;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      {(['claimable', 'inReview', 'preliminary', 'received'] as const).map((key) => {
        const period = periodBehind(earnings, key);
        return (
          <Card key={key} padding="md" data-sum={key} className={classes.sum}>
            <div className={classes.words}>
              <EarningBadge status={key} />
              <Money amount={earnings.summary[key]} fw={600} size="xl" />
            </div>
            <Group gap="xs" mih={30}>
              {key === 'claimable' && claimable !== '0' ? (
                <LinkButton to="/receive" size="xs">
                  {t('receive')}
                </LinkButton>
              ) : null}
              {period === null ? (
                <Text size="sm" c="dimmed">
                  {t('nothingHere')}
                </Text>
              ) : (
                <Button size="compact-sm" variant="light" onClick={() => onWhy(period)} data-why={period}>
                  {t('why.button')}
                </Button>
              )}
            </Group>
          </Card>
        );
      })}
    </SimpleGrid>
  );
}
