import { Card, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PeriodSummary } from '#api/settlement.ts';
import { useDeployment } from '../../api/deployment.ts';
import { nowOnChain, readerOf } from '../../chain/reader.ts';
import { ApproveClose } from '../../features/periods/approve-close.tsx';
import { Claims } from '../../features/periods/claims.tsx';
import { Decide } from '../../features/periods/decide.tsx';
import { DryRunStep } from '../../features/periods/dry-run.tsx';
import { periodQuery } from '../../features/periods/queries.ts';
import { PublishStep, RunStep } from '../../features/periods/run-step.tsx';
import { stageOf, stages, stageState, type Stage } from '../../features/periods/stage.ts';
import { PeriodBadge } from '../../features/status/badges.tsx';
import { Fingerprint } from '../../ui/address.tsx';
import { AsOf } from '../../ui/as-of.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StepList } from '../../ui/step-list.tsx';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';

const route = getRouteApi('/console/periods/$period');

export function PeriodPage() {
  const { t } = useTranslation('periods');
  const { period: text } = route.useParams();
  const period = Number(text);
  const query = useQuery(periodQuery(period));
  return (
    <Page title={t('number', { period })} back={{ label: t('title'), to: '/console/periods' }}>
      <QueryView query={query} lines={4}>
        {(summary) => (
          <Stack gap="lg">
            <Overview period={summary} />
            {period === 0 ? null : (
              <Card>
                <WalletProvider>
                  <Steps period={summary} />
                </WalletProvider>
              </Card>
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Overview({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const locale = useLocale();
  return (
    <Card>
      <Stack>
        <PeriodBadge status={period.status} />
        <Facts
          items={[
            { label: t('members'), value: period.memberCount },
            { label: t('entries'), value: period.entryCount },
            { label: t('cv'), value: <Money amount={period.cv} /> },
            { label: t('budget'), value: period.budget === null ? '—' : <Money amount={period.budget} /> },
            { label: t('plan'), value: period.planVersion ?? '—' },
            { label: t('closedAt'), value: period.closedAt === null ? '—' : formatDateTime(period.closedAt, locale) },
          ]}
        />
        {period.inputHash === null ? null : (
          <Details>
            {t('inputs')}: <Fingerprint value={period.inputHash} />
          </Details>
        )}
        <AsOf asOf={period.asOf} />
      </Stack>
    </Card>
  );
}

function Steps({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const deployment = useDeployment();
  // The window is measured by the clock of the chain, which in a demo runs ahead of ours.
  const clock = useQuery({
    queryKey: ['chain-clock'],
    queryFn: async () => (await nowOnChain(readerOf(deployment))) * 1000,
    refetchInterval: 3_000,
  });
  const current = stageOf(period, clock.data ?? Date.now());
  const content: Partial<Record<Stage, ReactNode>> = {
    check: <DryRunStep period={period} />,
    approve: <ApproveClose period={period} />,
    run: <RunStep period={period} />,
    publish: <PublishStep period={period} />,
    review: <Decide period={period} inReview />,
    accept: <Decide period={period} inReview={false} />,
    claims: <Claims period={period} />,
  };
  return (
    <Stack>
      <Title order={2}>{t('steps')}</Title>
      <div data-stage={current}>
        <StepList
          steps={stages.map((stage) => ({
            key: stage,
            title: t(`stage.${stage}.title`),
            note: t(`stage.${stage}.note`),
            state: stageState(stage, current),
            ...(stage === current ? { content: content[stage] } : {}),
          }))}
        />
      </div>
    </Stack>
  );
}
