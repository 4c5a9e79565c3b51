import { Alert, Anchor, Button, Card, Code, Group, List, Progress, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPayoutFile } from '#api/settlement.ts';
import { describeError } from '#kernel/errors/index.ts';
import { urlOf } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { checkFile } from '../../features/audit/check-file.ts';
import { readClosedPeriods, type ClosedPeriod, type Commitment } from '../../features/audit/read-chain.ts';
import { Address, Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';

const route = getRouteApi('/audit');
const tones = { none: 'neutral', inReview: 'attention', accepted: 'good', rejected: 'bad' } as const;

export function AuditPage() {
  const { t } = useTranslation('audit');
  const deployment = useDeployment();
  const { period: wanted } = route.useSearch();
  const [share, setShare] = useState(0);
  const failureOf = useFailureText();
  const periods = useQuery({
    queryKey: ['audit', deployment.chainId],
    queryFn: () => readClosedPeriods(deployment, setShare),
    retry: 1,
    refetchInterval: 30_000,
  });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <Stack gap="xs">
          <Title order={2}>{t('limits.title')}</Title>
          <List size="sm" spacing={4}>
            <List.Item>{t('limits.proved')}</List.Item>
            <List.Item>{t('limits.notProved')}</List.Item>
            <List.Item>{t('limits.own')}</List.Item>
          </List>
        </Stack>
      </Card>
      {periods.isError ? (
        <ErrorState
          failure={{ ...failureOf(periods.error), code: 'CHAIN.UNREAD', message: t('unread.title'), cure: t('unread.text') }}
          retry={() => void periods.refetch()}
        />
      ) : periods.data === undefined ? (
        <Card>
          <Stack gap="xs">
            <Text size="sm">{t('reading')}</Text>
            <Progress value={share * 100} animated aria-label={t('reading')} />
          </Stack>
        </Card>
      ) : periods.data.length === 0 ? (
        <EmptyState title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <Stack>
          {periods.data
            .filter(({ period }) => period > 0)
            .map((period) => (
              <PeriodCard key={period.period} period={period} highlighted={period.period === wanted} />
            ))}
        </Stack>
      )}
      <OwnMachine />
    </Page>
  );
}

function PeriodCard({ period, highlighted }: { period: ClosedPeriod; highlighted: boolean }) {
  const { t } = useTranslation('audit');
  const locale = useLocale();
  const { commitment } = period;
  return (
    <Card style={highlighted ? { borderColor: 'var(--upline-accent)' } : undefined} data-audit-period={period.period}>
      <Stack>
        <Group justify="space-between">
          <Title order={2}>{t('period', { period: period.period })}</Title>
          <StatusBadge tone={tones[period.state]} label={t(`state.${period.state}`)} />
        </Group>
        <Facts
          items={[
            { label: t('members'), value: period.memberCount },
            { label: t('entries'), value: period.entryCount.toString() },
            { label: t('cv'), value: <Money amount={period.cv} /> },
            { label: t('budget'), value: <Money amount={period.budget} /> },
            ...(commitment === null
              ? []
              : [
                  { label: t('total'), value: <Money amount={commitment.total} /> },
                  { label: t('people'), value: commitment.leafCount },
                ]),
            ...(period.reviewEndsAt === null || period.state !== 'inReview'
              ? []
              : [{ label: t('reviewEnds'), value: formatDateTime(new Date(period.reviewEndsAt * 1000).toISOString(), locale) }]),
          ]}
        />
        {commitment === null ? null : <FileCheck commitment={commitment} />}
        <Details>
          <Stack gap={4}>
            <div>
              {t('prints.inputs')}: <Fingerprint value={period.inputHash} />
            </div>
            {commitment === null ? null : (
              <>
                <div>
                  {t('prints.root')}: <Fingerprint value={commitment.root} />
                </div>
                <div>
                  {t('prints.file')}: <Fingerprint value={commitment.fileHash} />
                </div>
                <div>
                  {t('prints.state')}: <Fingerprint value={commitment.stateRoot} />
                </div>
              </>
            )}
            {period.proposer === null ? null : (
              <div>
                {t('proposer')}: <Address value={period.proposer} full />
              </div>
            )}
            {period.decidedBy === null ? null : (
              <div>
                {t('decidedBy')}: <Address value={period.decidedBy} full />
              </div>
            )}
          </Stack>
        </Details>
      </Stack>
    </Card>
  );
}

/** Downloads the file, rebuilds its tree here and compares with the chain; a wrong file is told to the leaf. */
function FileCheck({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation('audit');
  const locale = useLocale();
  const deployment = useDeployment();
  const failureOf = useFailureText();
  const check = useQuery({
    queryKey: ['file-check', commitment.root, commitment.fileHash],
    queryFn: () => checkFile(commitment, deployment),
    enabled: false,
    retry: false,
  });
  return (
    <Stack gap="sm">
      <Group>
        <Button size="xs" variant="light" loading={check.isFetching} onClick={() => void check.refetch()} data-check-file>
          {t('check.button')}
        </Button>
        <Anchor
          href={urlOf(getPayoutFile, { params: { period: commitment.period } })}
          download={`payouts-${commitment.period}.json`}
          size="sm"
        >
          <Group gap={4} component="span">
            <IconDownload size={15} aria-hidden />
            {t('check.download')}
          </Group>
        </Anchor>
      </Group>
      {check.isError ? <ErrorState failure={failureOf(check.error)} /> : null}
      {check.data === undefined ? null : check.data.faults.length === 0 ? (
        <Alert color="pine" icon={<IconShieldCheck />} title={t('check.same')} role="status" data-file-check="fine">
          {t('check.sameText', { count: check.data.leafCount })}
        </Alert>
      ) : (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('check.differs')} role="alert" data-file-check="bad">
          {check.data.faults.map((fault) => (
            <Text key={fault.code} size="sm">
              {describeError(fault.code, fault.parameters, locale).message}
            </Text>
          ))}
        </Alert>
      )}
    </Stack>
  );
}

function OwnMachine() {
  const { t } = useTranslation('audit');
  const deployment = useDeployment();
  const site = location.origin;
  const commands = [
    'npm install',
    `curl -o addresses.json ${site}/api/v1/deployment`,
    `npx upline audit --rpc ${deployment.rpcUrl} --deployment addresses.json --files ${site}/api/v1/payout-files`,
  ];
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2}>{t('own.title')}</Title>
        <Text size="sm">{t('own.text')}</Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {commands.join('\n')}
        </Code>
        <Details>
          <Stack gap={4}>
            {Object.entries(deployment.contracts).map(([name, value]) => (
              <div key={name}>
                {name}: <Fingerprint value={value} />
              </div>
            ))}
            <div>
              {t('own.network')}: {deployment.chainId} · {t('own.genesis', { block: deployment.genesisBlock })}
            </div>
          </Stack>
        </Details>
      </Stack>
    </Card>
  );
}
