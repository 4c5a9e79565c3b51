import { Alert, Card, NativeSelect, Stack, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#engine/plan/schema.ts';
import { useDeployment } from '../../api/deployment.ts';
import { DiffCard } from '../../features/designer/diff-card.tsx';
import { WithDraft } from '../../features/designer/with-draft.tsx';
import { announce, faultsOf, isPublished } from '../../features/publishing/announcement.ts';
import { LevelsField, readLevels } from '../../features/publishing/levels-field.tsx';
import { registryQuery, type RegistryState } from '../../features/publishing/registry.ts';
import { Published, SignAnnouncement } from '../../features/publishing/sign.tsx';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { Page } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';

/** Periods from the earliest on among which the first one of a plan is chosen. */
const PERIODS_AHEAD = 12;

/** The draft of this browser becomes the next version of the plan, by the plan administrator's own wallet. */
export function PublishPage() {
  const { t } = useTranslation('plans');
  const { t: designerText } = useTranslation('designer');
  return (
    <Page
      title={t('publish.title')}
      lead={t('publish.lead')}
      back={{ label: designerText('title'), to: '/console/designer' }}
      width="wide"
    >
      <WithDraft>{(plan) => <Publishing plan={plan} />}</WithDraft>
    </Page>
  );
}

function Publishing({ plan }: { plan: Plan }) {
  const { t } = useTranslation('plans');
  const registry = useQuery(registryQuery(useDeployment()));
  return (
    <Stack gap="lg">
      {registry.data !== undefined ? (
        <Announcing plan={plan} registry={registry.data} />
      ) : registry.isError ? (
        <Alert color="yellow" title={t('check.unread')} role="alert" />
      ) : (
        <LoadingState lines={2} />
      )}
      <Card>
        <DiffCard plan={plan} />
      </Card>
    </Stack>
  );
}

function Announcing({ plan, registry }: { plan: Plan; registry: RegistryState }) {
  const { t } = useTranslation('plans');
  const locale = useLocale();
  const deployment = useDeployment();
  const { earliest, latest, openPeriod } = registry;
  const [chosen, setChosen] = useState<number | null>(null);
  const [typed, setTyped] = useState<readonly string[]>([]);
  const rates = readLevels(typed);
  const announcement = announce(plan, chosen ?? earliest, rates ?? []);
  const faults = faultsOf(plan, announcement, registry, deployment);
  const { capPpm, canonical, planHash, firstPeriod } = announcement;
  const periods = Array.from({ length: PERIODS_AHEAD }, (_, ahead) => earliest + ahead);
  return (
    <Card padding="xl">
      <Stack gap="lg">
        <Title order={2}>{plan.name[locale]}</Title>
        <Facts
          items={[
            { label: t('versionLabel'), value: (latest?.version ?? 0) + 1 },
            { label: t('cap'), value: formatRate(capPpm, locale) },
            { label: t('publish.open'), value: openPeriod },
            { label: t('publish.size'), value: t('publish.bytes', { count: new TextEncoder().encode(canonical).length }) },
          ]}
        />
        <NativeSelect
          label={t('firstPeriod')}
          description={t('publish.periodText')}
          maw={360}
          value={String(firstPeriod)}
          onChange={({ currentTarget: { value } }) => setChosen(Number(value))}
          data={(periods.includes(firstPeriod) ? periods : [firstPeriod, ...periods]).map(String)}
          data-first-period
        />
        <LevelsField typed={typed} onChange={setTyped} />
        {faults.map((fault) => (
          <Alert
            key={fault}
            color="red"
            icon={<IconAlertTriangle />}
            role="alert"
            title={t(`publish.fault.${fault}.title`)}
            data-fault={fault}
          >
            {t(`publish.fault.${fault}.text`)}
          </Alert>
        ))}
        {latest !== undefined && isPublished(announcement, registry) ? (
          <Published version={latest.version} firstPeriod={latest.firstPeriod} />
        ) : (
          <SignAnnouncement announcement={announcement} sound={faults.length === 0 && rates !== undefined} />
        )}
        <Details>
          {t('check.own')}: <Fingerprint value={planHash} />
        </Details>
      </Stack>
    </Card>
  );
}
