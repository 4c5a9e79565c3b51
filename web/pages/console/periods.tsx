import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PeriodSummary } from '#api/settlement.ts';
import { toDecimalText } from '#kernel/money.ts';
import { periodsQuery } from '../../features/periods/queries.ts';
import { PeriodBadge } from '../../features/status/badges.tsx';
import { Money, useCurrency } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { LinkAnchor } from '../../ui/link.tsx';

export function PeriodsPage() {
  const { t } = useTranslation('periods');
  const query = useQuery(periodsQuery);
  const columns = useColumns();
  const navigate = useNavigate();
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <QueryView query={query}>
        {({ items }) => (
          <DataTable
            label={t('title')}
            columns={columns}
            rows={items}
            rowKey={(row) => String(row.period)}
            onOpen={(row) => void navigate({ to: '/console/periods/$period', params: { period: String(row.period) } })}
            exportName="periods.csv"
            empty={<EmptyState title={t('empty.title')} text={t('empty.text')} />}
          />
        )}
      </QueryView>
    </Page>
  );
}

function useColumns(): readonly DataColumn<PeriodSummary>[] {
  const { t } = useTranslation('periods');
  const { t: status } = useTranslation('status');
  const { minorDigits } = useCurrency();
  return useMemo(() => {
    const money = (amount: string) => toDecimalText(BigInt(amount), minorDigits);
    return [
      {
        id: 'period',
        header: t('period'),
        primary: true,
        cell: (row) => (
          <LinkAnchor to="/console/periods/$period" params={{ period: String(row.period) }}>
            {t('number', { period: row.period })}
          </LinkAnchor>
        ),
        text: (row) => String(row.period),
      },
      {
        id: 'status',
        header: t('status'),
        cell: (row) => <PeriodBadge status={row.status} />,
        text: (row) => status(`period.${row.status}`),
      },
      {
        id: 'members',
        header: t('members'),
        numeric: true,
        cell: (row) => row.memberCount,
        text: (row) => String(row.memberCount),
      },
      { id: 'entries', header: t('entries'), numeric: true, cell: (row) => row.entryCount, text: (row) => row.entryCount },
      { id: 'cv', header: t('cv'), numeric: true, cell: (row) => <Money amount={row.cv} />, text: (row) => money(row.cv) },
      {
        id: 'total',
        header: t('periodTotal'),
        numeric: true,
        cell: (row) => (row.run === null ? '—' : <Money amount={row.run.periodTotal} />),
        text: (row) => (row.run === null ? '' : money(row.run.periodTotal)),
      },
      {
        id: 'received',
        header: t('received'),
        numeric: true,
        cell: (row) => (row.claims === null ? '—' : <Money amount={row.claims.received} />),
        text: (row) => (row.claims === null ? '' : money(row.claims.received)),
      },
    ];
  }, [t, status, minorDigits]);
}
