import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#api/orders.ts';
import { formatPoints, toDecimalText } from '#kernel/money.ts';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money, Points, useCurrency } from '../../ui/money.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { OrderBadge } from '../status/badges.tsx';
import { PersonName } from '../status/person-name.tsx';
import { LinkAnchor } from '../../ui/link.tsx';

/** Columns of an order list; staff also see whose it is. */
export function useOrderColumns(withMember: boolean): readonly DataColumn<Order>[] {
  const { t } = useTranslation('orders');
  const { t: status } = useTranslation('status');
  const locale = useLocale();
  const { minorDigits } = useCurrency();
  return useMemo(() => {
    const member: DataColumn<Order>[] = withMember
      ? [
          {
            id: 'member',
            header: t('member'),
            cell: (row) => <PersonName person={{ memberId: row.memberId, name: row.memberName }} />,
            text: (row) => `${row.memberId} ${row.memberName ?? ''}`.trim(),
          },
        ]
      : [];
    return [
      {
        id: 'number',
        header: t('number'),
        primary: true,
        cell: (row) => (
          <LinkAnchor to="/orders/$orderId" params={{ orderId: row.orderId }}>
            {t('orderNumber', { number: row.orderRef })}
          </LinkAnchor>
        ),
        text: (row) => row.orderRef,
      },
      { id: 'placed', header: t('placed'), cell: (row) => formatDateTime(row.placedAt, locale), text: (row) => row.placedAt },
      ...member,
      {
        id: 'kind',
        header: t('kind'),
        cell: (row) => (row.kind === 'customer' ? t('forCustomer', { name: row.customerName ?? '—' }) : t('ownOrder')),
        text: (row) => row.kind,
      },
      {
        id: 'status',
        header: t('status'),
        cell: (row) => <OrderBadge status={row.status} />,
        text: (row) => status(`order.${row.status}`),
      },
      {
        id: 'total',
        header: t('total'),
        numeric: true,
        cell: (row) => <Money amount={row.total} fw={500} />,
        text: (row) => toDecimalText(BigInt(row.total), minorDigits),
      },
      {
        id: 'pv',
        header: t('points'),
        numeric: true,
        cell: (row) => <Points value={row.pv} />,
        text: (row) => formatPoints('en', BigInt(row.pv)),
      },
      {
        id: 'period',
        header: t('period'),
        numeric: true,
        cell: (row) => row.period ?? '—',
        text: (row) => String(row.period ?? ''),
      },
    ];
  }, [t, status, locale, minorDigits, withMember]);
}
