import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dryRunPeriod, requestClose, type Difference, type DryRun, type PeriodSummary } from '#api/settlement.ts';
import { callRoute } from '../../api/client.ts';
import { may, useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { PersonName } from '../status/person-name.tsx';
import { Figures } from './figures.tsx';
import classes from './periods.module.css';
import { useAction } from '../../api/use-action.ts';

/** Calculates without storing, shows what is unusual, and asks a second person to close on exactly what was shown. */
export function DryRunStep({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const session = useSession();
  const failureOf = useFailureText();
  const dryRun = useAction({
    mutationFn: () => callRoute(dryRunPeriod, { params: { period: period.period }, body: {} }),
  });
  if (!may(session, 'settlement.prepare')) return <Text c="dimmed">{t('onlyAdministrator')}</Text>;
  return (
    <Stack>
      {period.closeRequest?.state === 'outdated' ? <Alert color="yellow" title={t('request.outdated')} /> : null}
      <Group>
        <Button
          onClick={() => dryRun.mutate()}
          loading={dryRun.isPending}
          variant={dryRun.data === undefined ? 'filled' : 'default'}
          data-dry-run
        >
          {t(dryRun.data === undefined ? 'dryRun.run' : 'dryRun.again')}
        </Button>
      </Group>
      {dryRun.error === null ? null : <ErrorState failure={failureOf(dryRun.error)} />}
      {dryRun.data === undefined ? null : <DryRunResult result={dryRun.data} />}
    </Stack>
  );
}

function DryRunResult({ result }: { result: DryRun }) {
  const { t } = useTranslation('periods');
  const failureOf = useFailureText();
  const queryClient = useQueryClient();
  const request = useAction({
    mutationFn: () =>
      callRoute(
        requestClose,
        { params: { period: result.period }, body: { inputsDigest: result.inputsDigest } },
        { idempotencyKey: `close-${result.period}-${result.inputsDigest.slice(2, 34)}` },
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['periods'] }),
  });
  const { differences } = result;
  return (
    <Stack gap="lg">
      <Figures figures={result} />
      <div>
        <Title order={3} mb="xs">
          {result.previousPeriod === null ? t('differences.first') : t('differences.title', { period: result.previousPeriod })}
        </Title>
        <Differences rows={differences.largest} label={t('differences.largest')} />
        <Differences rows={differences.newEarners} label={t('differences.new', { count: differences.newEarnerCount })} />
        <Differences rows={differences.vanished} label={t('differences.vanished', { count: differences.vanishedCount })} />
      </div>
      <AsOf asOf={result.asOf} />
      <Alert color="yellow" title={t('request.freezes')}>
        {t('request.freezesText')}
      </Alert>
      {request.error === null ? null : <ErrorState failure={failureOf(request.error)} />}
      <Group>
        <Button
          loading={request.isPending}
          onClick={() => {
            if (!request.isPending) request.mutate();
          }}
          data-request-close
        >
          {t('request.button', { period: result.period })}
        </Button>
      </Group>
    </Stack>
  );
}

function Differences({ rows, label }: { rows: readonly Difference[]; label: string }) {
  if (rows.length === 0) return null;
  return (
    <section className={classes.differences} aria-label={label}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <ul>
        {rows.slice(0, 10).map((row) => (
          <li key={row.memberId}>
            <PersonName person={row} />
            <Money amount={row.change} signed />
          </li>
        ))}
      </ul>
    </section>
  );
}
