import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PeriodSummary } from '#api/settlement.ts';
import { Facts } from '../../ui/facts.tsx';
import { Money } from '../../ui/money.tsx';
import { Figures } from './figures.tsx';
import { RunPrints } from './run-step.tsx';
import { LinkAnchor } from '../../ui/link.tsx';

/** How much of what is owed has been received. */
export function Claims({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const { claims, run, proposal } = period;
  const share = claims === null || claims.total === '0' ? 0n : (BigInt(claims.received) * 1000n) / BigInt(claims.total);
  return (
    <Stack>
      {claims === null ? null : (
        <>
          <Facts
            items={[
              { label: t('claims.received'), value: <Money amount={claims.received} /> },
              { label: t('claims.total'), value: <Money amount={claims.total} /> },
              { label: t('claims.people'), value: t('claims.of', { done: claims.members, all: proposal?.leafCount ?? 0 }) },
            ]}
          />
          <Progress value={Number(share) / 10} size="lg" aria-label={t('claims.progress')} />
        </>
      )}
      {run === null ? null : (
        <>
          <Figures figures={run} />
          <RunPrints run={run} />
        </>
      )}
      <Text size="sm">
        <LinkAnchor to="/audit" search={{ period: period.period }}>
          {t('claims.audit')}
        </LinkAnchor>
      </Text>
    </Stack>
  );
}
