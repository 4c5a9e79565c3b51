import { Button, Card, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmPayment, refundOrder, type Order } from '#api/orders.ts';
import { callRoute } from '../../api/client.ts';
import { may, useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { orderQuery } from './queries.ts';
import { useAction } from '../../api/use-action.ts';

/** What staff may do with an order: say that the money came, or take the order back. */
export function StaffActions({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const session = useSession();
  const mayConfirm = may(session, 'orders.confirmPayment') && order.status === 'placed';
  const mayRefund = may(session, 'orders.refund') && (order.status === 'recorded' || order.status === 'final');
  if (!mayConfirm && !mayRefund) return null;
  return (
    <Card>
      <Stack>
        <Text fw={600}>{t('staff.title')}</Text>
        <Group>
          {mayConfirm ? <ConfirmPayment order={order} /> : null}
          {mayRefund ? <Refund order={order} /> : null}
        </Group>
      </Stack>
    </Card>
  );
}

function useStored() {
  const queryClient = useQueryClient();
  return async (order: Order) => {
    queryClient.setQueryData(orderQuery(order.orderId).queryKey, order);
    await queryClient.invalidateQueries({ queryKey: ['orders'] });
  };
}

export function ConfirmPayment({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const { t: common } = useTranslation('common');
  const failureOf = useFailureText();
  const stored = useStored();
  const [opened, { open, close }] = useDisclosure(false);
  const confirm = useAction({
    mutationFn: () =>
      callRoute(confirmPayment, { params: { orderId: order.orderId }, body: {} }, { idempotencyKey: `confirm-${order.orderId}` }),
    onSuccess: async (next) => {
      await stored(next);
      close();
    },
  });
  return (
    <>
      <Button onClick={open} size="xs">
        {t('staff.confirm')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('staff.confirmTitle', { number: order.orderRef })}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <Stack>
          <Text>
            {t('staff.confirmText')} <Money amount={order.total} fw={600} />
          </Text>
          {confirm.error === null ? null : <ErrorState failure={failureOf(confirm.error)} />}
          <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
            {t('staff.confirm')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

export function Refund({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const { t: common } = useTranslation('common');
  const failureOf = useFailureText();
  const stored = useStored();
  const [opened, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const refund = useAction({
    mutationFn: () =>
      callRoute(
        refundOrder,
        { params: { orderId: order.orderId }, body: { reason: reason.trim() } },
        { idempotencyKey: `refund-${order.orderId}` },
      ),
    onSuccess: async (next) => {
      await stored(next);
      close();
    },
  });
  return (
    <>
      <Button onClick={open} size="xs" variant="default">
        {t('staff.refund')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('staff.refundTitle', { number: order.orderRef })}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <Stack>
          <Text size="sm">{t('staff.refundText')}</Text>
          <Textarea
            label={t('staff.reason')}
            description={t('staff.reasonWhy')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          {refund.error === null ? null : <ErrorState failure={failureOf(refund.error)} />}
          <Button color="red" loading={refund.isPending} disabled={reason.trim().length < 3} onClick={() => refund.mutate()}>
            {t('staff.refund')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
