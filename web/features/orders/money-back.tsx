import { Alert, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#api/orders.ts';
import { useOperation } from '../../api/operation.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { useMoneyText } from '../../ui/money.tsx';
import { OperationProgress } from '../status/operation-progress.tsx';

/** A refunded order: why, and where its money is. */
export function MoneyBack({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const reason = order.refundReason === null ? null : t('refundedBecause', { reason: order.refundReason });
  if (order.payment !== 'checkout') {
    return (
      <Alert color="gray" title={reason} data-money-back="office">
        {t('back.office')}
      </Alert>
    );
  }
  return (
    <Stack gap="sm">
      {reason === null ? null : <Text fw={600}>{reason}</Text>}
      <TokensBack order={order} />
    </Stack>
  );
}

/** Tokens go back to the wallet that paid, in the transaction that records the refund. */
function TokensBack({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const moneyText = useMoneyText();
  const sum = moneyText(order.total);
  const txHash = order.timeline.find(({ status }) => status === 'refunded')?.txHash ?? null;
  const { operation, slow } = useOperation(txHash === null ? order.refundOperationId : null);
  if (txHash !== null) {
    return (
      <Alert color="pine" icon={<IconCheck />} title={t('back.done', { sum })} data-money-back="done">
        <Stack gap={4}>
          {t('back.doneText')}
          <Details>
            <Fingerprint value={txHash} />
          </Details>
        </Stack>
      </Alert>
    );
  }
  return (
    <Stack gap="sm" data-money-back={operation?.status ?? 'waiting'}>
      <Text size="sm">{t('back.waiting', { sum })}</Text>
      {operation === null ? null : <OperationProgress operation={operation} slow={slow} />}
      {operation?.status === 'failed' ? <Text size="sm">{t('back.again')}</Text> : null}
    </Stack>
  );
}
