import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposePeriod, runPeriod, type PeriodSummary, type RunSummary } from '#api/settlement.ts';
import { callRoute } from '../../api/client.ts';
import { useOperation } from '../../api/operation.ts';
import { may, useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { OperationProgress } from '../status/operation-progress.tsx';
import { Figures } from './figures.tsx';
import { useAction } from '../../api/use-action.ts';

/** Calculates the closed period. It also happens by itself; pressing again gives the same. */
export function RunStep({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const session = useSession();
  const failureOf = useFailureText();
  const queryClient = useQueryClient();
  const run = useAction({
    mutationFn: () => callRoute(runPeriod, { params: { period: period.period }, body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['periods'] }),
  });
  return (
    <Stack>
      {period.runProgress === null ? <Text size="sm">{t('run.waits')}</Text> : <RunBar progress={period.runProgress} />}
      {run.error === null ? null : <ErrorState failure={failureOf(run.error)} />}
      {may(session, 'settlement.prepare') ? (
        <Group>
          <Button loading={run.isPending || period.runProgress !== null} onClick={() => run.mutate()} data-run>
            {t('run.button')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

/** How far the calculation is: four steps, of which the checking of all lines takes longest and is counted. */
function RunBar({ progress: { step, donePpm } }: { progress: NonNullable<PeriodSummary['runProgress']> }) {
  const { t } = useTranslation('periods');
  const label = t(`run.step.${step}`);
  const percent = Math.floor(donePpm / 10_000);
  return (
    <Stack gap={4} data-run-progress={step} role="status">
      <Text size="sm">{step === 'checking' ? `${label} — ${percent} %` : label}</Text>
      <Progress value={step === 'checking' ? percent : 100} animated={step !== 'checking'} aria-label={label} />
    </Stack>
  );
}

/** Shows the result and puts it in review. "Published" is said only when the chain says so. */
export function PublishStep({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const session = useSession();
  const failureOf = useFailureText();
  const [operationId, setOperationId] = useState<string | null>(null);
  const propose = useAction({
    mutationFn: () =>
      callRoute(
        proposePeriod,
        { params: { period: period.period }, body: {} },
        {
          idempotencyKey: `propose-${period.period}-${period.run?.root.slice(2, 18) ?? ''}-${period.proposal?.txHash.slice(2, 10) ?? 'first'}`,
        },
      ),
    onSuccess: (operation) => setOperationId(operation.operationId),
  });
  const { operation, slow } = useOperation(operationId);
  return (
    <Stack>
      {period.proposal?.state === 'rejected' ? (
        <Alert color="red" title={t('publish.rejected')}>
          {period.proposal.reason}
        </Alert>
      ) : null}
      {period.run === null ? null : (
        <>
          <Figures figures={period.run} />
          <RunPrints run={period.run} />
        </>
      )}
      {propose.error === null ? null : <ErrorState failure={failureOf(propose.error)} />}
      {operation === null ? null : <OperationProgress operation={operation} slow={slow} />}
      {may(session, 'settlement.publish') ? (
        <Group>
          <Button
            loading={propose.isPending || (operation !== null && operation.status !== 'failed')}
            onClick={() => {
              if (!propose.isPending) propose.mutate();
            }}
            data-propose
          >
            {t('publish.button')}
          </Button>
        </Group>
      ) : (
        <Text c="dimmed">{t('onlyAdministrator')}</Text>
      )}
    </Stack>
  );
}

export function RunPrints({ run }: { run: RunSummary }) {
  const { t } = useTranslation('periods');
  const prints = [
    [t('prints.root'), run.root],
    [t('prints.file'), run.fileHash],
    [t('prints.plan'), run.planHash],
    [t('prints.inputs'), run.inputHash],
    [t('prints.state'), run.stateRoot],
    [t('prints.leaves'), String(run.leafCount)],
  ] as const;
  return (
    <Details>
      <Stack gap={4}>
        {prints.map(([label, value]) => (
          <div key={label}>
            {label}: <Fingerprint value={value} />
          </div>
        ))}
      </Stack>
    </Details>
  );
}
