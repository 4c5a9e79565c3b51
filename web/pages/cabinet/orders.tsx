import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../api/use-failure.ts';
import { useOrderColumns } from '../../features/orders/columns.tsx';
import { useOrders } from '../../features/orders/use-orders.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { LinkButton } from '../../ui/link.tsx';

export function OrdersPage() {
  const { t } = useTranslation('orders');
  const failureOf = useFailureText();
  const columns = useOrderColumns(false);
  const { query, items, more } = useOrders({ scope: 'mine' });
  const toShop = <LinkButton to="/shop">{t('toShop')}</LinkButton>;
  return (
    <Page title={t('title')} lead={t('lead')} width="wide" actions={toShop}>
      {items === undefined ? (
        query.isError ? (
          <ErrorState failure={failureOf(query.error)} retry={() => void query.refetch()} />
        ) : (
          <LoadingState />
        )
      ) : (
        <DataTable
          label={t('title')}
          columns={columns}
          rows={items}
          rowKey={(row) => row.orderId}
          exportName="orders.csv"
          more={more}
          empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={toShop} />}
        />
      )}
    </Page>
  );
}
