import { Alert, Card, Code, Group, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getPlan, listPlans, type PlanDetail } from '#api/plans.ts';
import { keccakText } from '#engine/hash.ts';
import { planSchema, type Plan } from '#engine/plan/schema.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { readRegistered, type RegisteredPlan } from '../../features/publishing/registry.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatRate, type Locale } from '../../ui/format/money.ts';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Points } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState } from '../../ui/states.tsx';

const route = getRouteApi('/signedIn/console/plans');

export function PlansPage() {
  const { t } = useTranslation('plans');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({ queryKey: ['plans'], queryFn: ({ signal }) => callRoute(listPlans, {}, { signal }) });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <QueryView query={list}>
        {({ items }) => {
          const version = search.version ?? items.find((item) => item.current)?.version ?? items[0]?.version;
          if (version === undefined) return <EmptyState title={t('empty.title')} text={t('empty.text')} />;
          return (
            <Stack gap="lg">
              {items.length > 1 ? (
                <SegmentedControl
                  style={{ alignSelf: 'flex-start' }}
                  value={String(version)}
                  onChange={(value) => void navigate({ search: { version: Number(value) } })}
                  data={items.map((item) => ({ value: String(item.version), label: t('version', { version: item.version }) }))}
                  aria-label={t('versions')}
                />
              ) : null}
              <PlanView version={version} />
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}

function PlanView({ version }: { version: number }) {
  const query = useQuery({
    queryKey: ['plan', version],
    queryFn: ({ signal }) => callRoute(getPlan, { params: { version } }, { signal }),
  });
  return <QueryView query={query}>{(plan) => <PlanCard detail={plan} />}</QueryView>;
}

function PlanCard({ detail }: { detail: PlanDetail }) {
  const { t } = useTranslation('plans');
  const locale = useLocale();
  const parsed = planSchema.safeParse(parseJson(detail.canonical));
  return (
    <>
      <Card>
        <Stack>
          <Group justify="space-between">
            <Title order={2}>{detail.name[locale]}</Title>
            {detail.current ? <StatusBadge tone="good" label={t('current')} /> : null}
          </Group>
          <Facts
            items={[
              { label: t('versionLabel'), value: detail.version },
              { label: t('firstPeriod'), value: detail.firstPeriod },
              { label: t('cap'), value: formatRate(detail.capPpm, locale) },
              { label: t('instantLevels'), value: levelsText(detail, locale) },
              { label: t('published'), value: formatDateTime(detail.publishedAt, locale) },
            ]}
          />
          <HashCheck detail={detail} />
        </Stack>
      </Card>
      {parsed.success ? <Rules plan={parsed.data} /> : <Alert color="yellow" title={t('unread')} />}
      <Card>
        <Details label={t('json')}>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', background: 'transparent' }}>
            {JSON.stringify(parseJson(detail.canonical), null, 2)}
          </Code>
        </Details>
      </Card>
    </>
  );
}

/** Rates from level 1 on; a dash where sales credit nothing at once. */
function levelsText({ instantLevels }: PlanDetail, locale: Locale): string {
  return instantLevels.length === 0 ? '—' : instantLevels.map((ppm) => formatRate(ppm, locale)).join(' · ');
}

/** The browser hashes the text itself and asks the chain which hash was published. */
function HashCheck({ detail }: { detail: PlanDetail }) {
  const { t } = useTranslation('plans');
  const deployment = useDeployment();
  const own = keccakText(detail.canonical);
  const published = useQuery({
    queryKey: ['plan-on-chain', detail.version],
    queryFn: () => readRegistered(detail.version, deployment),
  });
  const same = own === detail.planHash && published.data !== undefined && isSame(detail, published.data);
  return (
    <Stack gap="xs">
      {published.data === undefined ? (
        <Text size="sm" c="dimmed">
          {t(published.isError ? 'check.unread' : 'check.reading')}
        </Text>
      ) : same ? (
        <Alert color="pine" icon={<IconShieldCheck />} title={t('check.same')} data-plan-check="same" />
      ) : (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('check.differs')} role="alert" data-plan-check="differs" />
      )}
      <Details>
        <Stack gap={4}>
          <div>
            {t('check.own')}: <Fingerprint value={own} />
          </div>
          <div>
            {t('check.chain')}: <Fingerprint value={published.data?.planHash ?? '—'} />
          </div>
        </Stack>
      </Details>
    </Stack>
  );
}

/** Whether the chain says the same beside the text. Levels at the end that credit nothing are not kept apart there. */
function isSame({ planHash, capPpm, instantLevels }: PlanDetail, chain: RegisteredPlan): boolean {
  const levels = Math.max(instantLevels.length, chain.instantLevels.length);
  const agree = Array.from({ length: levels }, (_, level) => (instantLevels[level] ?? 0) === (chain.instantLevels[level] ?? 0));
  return chain.planHash === planHash && chain.capPpm === capPpm && !agree.includes(false);
}

function Rules({ plan }: { plan: Plan }) {
  const { t } = useTranslation('plans');
  const locale = useLocale();
  return (
    <>
      <Card>
        <Stack gap="xs">
          <Title order={2}>{t('activity')}</Title>
          <Text>
            {t('activeFrom')} <Points value={plan.activity.active.ppvAtLeast} /> {t('points')}
          </Text>
        </Stack>
      </Card>
      {plan.bonuses.map((bonus) => (
        <Card key={bonus.id}>
          <Stack>
            <Title order={2}>{bonus.name[locale]}</Title>
            {bonus.kind === 'level' ? <LevelRules bonus={bonus} /> : <OtherRules bonus={bonus} />}
          </Stack>
        </Card>
      ))}
    </>
  );
}

function LevelRules({ bonus }: { bonus: Extract<Plan['bonuses'][number], { kind: 'level' }> }) {
  const { t } = useTranslation('plans');
  const locale = useLocale();
  return (
    <>
      <Text size="sm" c="dimmed">
        {t(`compression.${bonus.compression}`)} {t(`levelOne.${bonus.customerSaleLevelOne}`)}
      </Text>
      <Table.ScrollContainer minWidth={240}>
        <Table aria-label={bonus.name[locale]}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('level')}</Table.Th>
              <Table.Th ta="end">{t('rate')}</Table.Th>
              <Table.Th ta="end">{t('needs')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bonus.levels.map((level, index) => (
              <Table.Tr key={index}>
                <Table.Td>{index + 1}</Table.Td>
                <Table.Td ta="end">{formatRate(level.ratePpm, locale)}</Table.Td>
                <Table.Td ta="end">{level.ppvAtLeast === undefined ? '—' : <Points value={level.ppvAtLeast} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

/** Every rule of a bonus by the name that the plan gives it: nothing is left out, whatever the kind. */
function OtherRules({ bonus }: { bonus: Plan['bonuses'][number] }) {
  const { t } = useTranslation('plans');
  const locale = useLocale();
  const rows = rulesOf('', { ...bonus, name: undefined });
  return (
    <Table.ScrollContainer minWidth={240}>
      <Table aria-label={bonus.name[locale]}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('field')}</Table.Th>
            <Table.Th ta="end">{t('value')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([field, value]) => (
            <Table.Tr key={field}>
              <Table.Td>{field}</Table.Td>
              <Table.Td ta="end">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function rulesOf(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => rulesOf(path === '' ? key : `${path}.${key}`, inner));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
