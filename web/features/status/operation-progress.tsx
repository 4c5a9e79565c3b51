import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#api/operations.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { StepList, type Step, type StepState } from '../../ui/step-list.tsx';

/** How far something that the company sends has come: accepted, being recorded, recorded, final. */
export function OperationProgress({ operation, slow }: { operation: Operation | null; slow: boolean }) {
  const { t } = useTranslation('status');
  const reached = operation === null ? 0 : { queued: 1, sent: 1, mined: 2, final: 3, failed: 1 }[operation.status];
  const stateOf = (step: number): StepState => {
    if (operation?.status === 'failed' && step === 1) return 'failed';
    if (step < reached || reached === 3) return 'done';
    return step === reached ? 'current' : 'waiting';
  };
  const steps: Step[] = [
    { key: 'accepted', title: t('progress.accepted'), state: stateOf(0) },
    { key: 'recording', title: t('progress.recording'), note: t('progress.recordingNote'), state: stateOf(1) },
    { key: 'recorded', title: t('progress.recorded'), note: t('progress.recordedNote'), state: stateOf(2) },
  ];
  return (
    <Stack>
      <div role="status">
        <StepList steps={steps} busy={operation?.status !== 'failed'} />
      </div>
      {slow ? (
        <Alert color="yellow" icon={<IconClock />} title={t('progress.slowTitle')} data-fault="slow">
          {t('progress.slowText')}
        </Alert>
      ) : null}
      {operation === null || operation.error === null ? null : (
        <Alert color="red" icon={<IconAlertTriangle />} title={operation.error.message} role="alert">
          <Text size="sm">{operation.error.cure}</Text>
          <Text size="xs" c="dimmed">
            {operation.error.code}
          </Text>
        </Alert>
      )}
      {operation === null || operation.txHash === null ? null : (
        <Details>
          {t('progress.record')}: <Fingerprint value={operation.txHash} />
        </Details>
      )}
    </Stack>
  );
}
