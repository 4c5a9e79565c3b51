import { Button, Card, Divider, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { payOrder, type Order, type OrderStatus } from '#api/orders.ts';
import { callRoute } from '../../api/client.ts';
import { useIsDemo } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { orderQuery } from '../../features/orders/queries.ts';
import { MoneyBack } from '../../features/orders/money-back.tsx';
import { StaffActions } from '../../features/orders/staff-actions.tsx';
import { OrderBadge } from '../../features/status/badges.tsx';
import { PersonName } from '../../features/status/person-name.tsx';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money, Points } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ErrorState, LazyPart } from '../../ui/states.tsx';
import { StepList } from '../../ui/step-list.tsx';
import { useAction } from '../../api/use-action.ts';

// What only payers need, wallet and contracts, is loaded when there is something to pay.
const PayWithWallet = lazy(() => import('../../features/orders/pay-with-wallet.tsx'));

const route = getRouteApi('/signedIn/orders/$orderId');
const stages = ['placed', 'paid', 'recorded', 'final'] as const;

export function OrderPage() {
  const { t } = useTranslation('orders');
  const { orderId } = route.useParams();
  const session = useSession();
  const query = useQuery(orderQuery(orderId));
  const isMember = session !== null && session.memberId !== null;
  const own = isMember && session.memberId === query.data?.memberId;
  return (
    <Page
      title={query.data === undefined ? t('order') : t('orderNumber', { number: query.data.orderRef })}
      back={isMember ? { label: t('title'), to: '/orders' } : { label: t('title'), to: '/console/orders' }}
      width="narrow"
    >
      <QueryView query={query}>{(order) => <OrderCard order={order} own={own} />}</QueryView>
    </Page>
  );
}

function OrderCard({ order, own }: { order: Order; own: boolean }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  return (
    <Stack gap="lg" data-order-status={order.status}>
      {own && order.status === 'placed' ? <Pay order={order} /> : null}
      <Card>
        <Stack>
          <Facts
            items={[
              { label: t('status'), value: <OrderBadge status={order.status} /> },
              { label: t('total'), value: <Money amount={order.total} /> },
              { label: t('points'), value: <Points value={order.pv} /> },
              { label: t('period'), value: order.period ?? '—' },
              { label: t('member'), value: <PersonName person={{ memberId: order.memberId, name: order.memberName }} /> },
              ...(order.payment === null ? [] : [{ label: t('payment'), value: t(`paidBy.${order.payment}`) }]),
              {
                label: t('kind'),
                value: order.kind === 'customer' ? t('forCustomer', { name: order.customerName ?? '—' }) : t('ownOrder'),
              },
            ]}
          />
          {order.status === 'refunded' ? <MoneyBack order={order} /> : null}
        </Stack>
      </Card>
      <Card>
        <Stack>
          <Title order={2}>{t('contents')}</Title>
          <Stack gap="xs">
            {order.lines.map((line) => (
              <div key={line.sku} style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
                <Text style={{ minWidth: 0 }}>
                  {line.quantity} × {line.name[locale]}
                </Text>
                <Money amount={BigInt(line.price) * BigInt(line.quantity)} />
              </div>
            ))}
          </Stack>
        </Stack>
      </Card>
      <Card>
        <Stack>
          <Title order={2}>{t('timeline')}</Title>
          <Timeline order={order} />
        </Stack>
      </Card>
      <StaffActions order={order} />
    </Stack>
  );
}

function Pay({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const demo = useIsDemo();
  const failureOf = useFailureText();
  const queryClient = useQueryClient();
  const pay = useAction({
    mutationFn: () =>
      callRoute(
        payOrder,
        { params: { orderId: order.orderId }, body: { method: 'demo-card' } },
        { idempotencyKey: `pay-${order.orderId}` },
      ),
    onSuccess: (paid) => {
      queryClient.setQueryData(orderQuery(order.orderId).queryKey, paid);
      return queryClient.invalidateQueries({ queryKey: ['orders'] });
    },
  });
  return (
    <Card>
      <Stack>
        <Text>{t(demo ? 'pay.lead' : 'pay.wait')}</Text>
        {pay.error === null ? null : <ErrorState failure={failureOf(pay.error)} />}
        {demo ? (
          <Button
            size="md"
            loading={pay.isPending}
            onClick={() => {
              if (!pay.isPending) pay.mutate();
            }}
            data-pay
          >
            {t('pay.card')} · <Money amount={order.total} c="inherit" ml={6} />
          </Button>
        ) : null}
        {demo ? <Divider label={t('pay.or')} /> : null}
        <LazyPart lines={1}>
          <PayWithWallet order={order} />
        </LazyPart>
      </Stack>
    </Card>
  );
}

function Timeline({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const entryOf = (status: OrderStatus) => order.timeline.find((entry) => entry.status === status);
  const shown: readonly OrderStatus[] = order.status === 'refunded' ? [...stages.filter(entryOf), 'refunded'] : stages;
  const next = shown.find((status) => entryOf(status) === undefined);
  return (
    <StepList
      busy={order.status === 'paid' || order.status === 'recorded'}
      steps={shown.map((status) => {
        const entry = entryOf(status);
        return {
          key: status,
          title: t(`stage.${status}.title`),
          state: entry === undefined ? (status === next ? 'current' : 'waiting') : 'done',
          note: entry === undefined ? t(`stage.${status}.next`) : formatDateTime(entry.at, locale),
          ...(entry === undefined || entry.txHash === null
            ? {}
            : {
                content: (
                  <Details>
                    <Fingerprint value={entry.txHash} />
                  </Details>
                ),
              }),
        };
      })}
    />
  );
}
