import { Group, Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOrders, orderStatus } from '#api/orders.ts';
import { urlOf } from '../../api/client.ts';
import { may, useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { orderListSearch } from '../../features/navigation/search.ts';
import { useOrderColumns } from '../../features/orders/columns.tsx';
import { ConfirmPayment, Refund } from '../../features/orders/staff-actions.tsx';
import { useOrders } from '../../features/orders/use-orders.ts';
import { SavedViews } from '../../features/views/saved-views.tsx';
import { searchOf, settingsOf } from '../../features/views/settings.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { WholeNumberInput } from '../../ui/whole-number-input.tsx';

const route = getRouteApi('/console/orders');

export function AllOrdersPage() {
  const { t } = useTranslation('console');
  const { t: status } = useTranslation('status');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const failureOf = useFailureText();
  const columns = useOrderColumns(true);
  const [hidden, setHidden] = useState<string[]>([]);
  const filter = { scope: 'all', status: search.status, period: search.period } as const;
  const { query, items, more } = useOrders(filter);
  const change = (next: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const filters = (
    <>
      <Select
        aria-label={t('orders.status')}
        value={search.status ?? 'all'}
        data={[
          { value: 'all', label: t('orders.all') },
          ...orderStatus.options.map((value) => ({ value, label: status(`order.${value}`) })),
        ]}
        onChange={(value) => change({ status: orderStatus.safeParse(value).data })}
        allowDeselect={false}
        w={200}
      />
      <WholeNumberInput
        aria-label={t('orders.period')}
        placeholder={t('orders.period')}
        value={search.period ?? ''}
        onChange={(value) => change({ period: typeof value === 'number' ? value : undefined })}
        min={0}
        w={130}
      />
    </>
  );
  return (
    <Page title={t('orders.title')} width="wide">
      {items === undefined ? (
        query.isError ? (
          <ErrorState failure={failureOf(query.error)} retry={() => void query.refetch()} />
        ) : (
          <LoadingState />
        )
      ) : (
        <DataTable
          label={t('orders.title')}
          columns={columns}
          rows={items}
          rowKey={(row) => row.orderId}
          filters={filters}
          exportHref={(format) => urlOf(listOrders, { query: { ...filter, format } })}
          hidden={hidden}
          onHidden={setHidden}
          views={
            <SavedViews
              list="orders"
              shown={settingsOf(search, hidden)}
              onApply={(settings) => {
                setHidden(settings.hidden);
                void navigate({ search: orderListSearch.parse(searchOf(settings)), replace: true });
              }}
            />
          }
          more={more}
          empty={<EmptyState title={t('orders.empty')} text={t('orders.emptyText')} />}
          rowActions={(row) => (
            <Group gap="xs" justify="flex-end">
              {may(session, 'orders.confirmPayment') && row.status === 'placed' ? <ConfirmPayment order={row} /> : null}
              {may(session, 'orders.refund') && (row.status === 'recorded' || row.status === 'final') ? (
                <Refund order={row} />
              ) : null}
            </Group>
          )}
        />
      )}
    </Page>
  );
}
