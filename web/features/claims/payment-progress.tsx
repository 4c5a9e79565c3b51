import { Button, Card, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/operation.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { Address } from '../../ui/address.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { OperationProgress } from '../status/operation-progress.tsx';
import type { Payment } from './use-payment.ts';

/** How far money that was asked for has come. It can be closed once nothing more is to be seen. */
export function PaymentProgress({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { t } = useTranslation('receive');
  const failureOf = useFailureText();
  const { operation, slow, error } = useOperation(payment.operationId);
  const arrived = operation?.status === 'mined' || operation?.status === 'final';
  return (
    <Card padding="xl" data-payment={operation?.status ?? 'unknown'}>
      <Stack gap="lg">
        {arrived ? (
          <Group wrap="nowrap">
            <ThemeIcon size={44} radius="xl" aria-hidden>
              <IconCheck />
            </ThemeIcon>
            <Title order={2}>{t('done')}</Title>
          </Group>
        ) : null}
        <Money amount={payment.amount} large />
        <Facts wide items={[{ label: t('to'), value: <Address value={payment.wallet} full /> }]} />
        {error === null ? <OperationProgress operation={operation} slow={slow} /> : <ErrorState failure={failureOf(error)} />}
        {arrived || operation?.status === 'failed' || error !== null ? (
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {t('mayLeave')}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
