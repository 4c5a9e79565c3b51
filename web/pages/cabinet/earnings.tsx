import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EarningsPeriod } from '#api/earnings.ts';
import { useMyMemberId } from '../../api/me.ts';
import { earningsQuery } from '../../features/earnings/queries.ts';
import { LiveEstimate } from '../../features/earnings/estimate.tsx';
import { EarningsSummary } from '../../features/earnings/summary.tsx';
import { WhyDrawer } from '../../features/earnings/why-drawer.tsx';
import { EarningBadge } from '../../features/status/badges.tsx';
import { toDecimalText } from '#kernel/money.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Money, useCurrency } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { LinkButton } from '../../ui/link.tsx';

export function EarningsPage() {
  const { t } = useTranslation('earnings');
  const memberId = useMyMemberId();
  const query = useQuery(earningsQuery(memberId));
  const [why, setWhy] = useState<number | null>(null);
  const columns = useColumns();
  return (
    <Page title={t('title')} lead={t('lead')} actions={<LinkButton to="/receive">{t('toReceive')}</LinkButton>}>
      <QueryView query={query}>
        {(earnings) => (
          <Stack gap="lg">
            <LiveEstimate earnings={earnings} />
            <EarningsSummary earnings={earnings} onWhy={setWhy} />
            <DataTable
              label={t('periods')}
              columns={columns}
              rows={earnings.periods}
              rowKey={(row) => String(row.period)}
              exportName="earnings.csv"
              empty={<EmptyState title={t('empty.title')} text={t('empty.text')} />}
              rowActions={(row) => (
                <Group gap="xs" justify="flex-end">
                  <Button size="compact-sm" variant="light" onClick={() => setWhy(row.period)} data-why={row.period}>
                    {t('why.button')}
                  </Button>
                </Group>
              )}
            />
            <AsOf asOf={earnings.asOf} />
          </Stack>
        )}
      </QueryView>
      <WhyDrawer memberId={memberId} period={why} onClose={() => setWhy(null)} />
    </Page>
  );
}

function useColumns(): readonly DataColumn<EarningsPeriod>[] {
  const { t } = useTranslation('earnings');
  const { t: status } = useTranslation('status');
  const { minorDigits } = useCurrency();
  return useMemo(
    () => [
      {
        id: 'period',
        header: t('period'),
        cell: (row) => t('periodNumber', { period: row.period }),
        text: (row) => String(row.period),
        primary: true,
      },
      {
        id: 'status',
        header: t('status'),
        cell: (row) => <EarningBadge status={row.status} />,
        text: (row) => status(`earning.${row.status}`),
      },
      {
        id: 'amount',
        header: t('amount'),
        numeric: true,
        cell: (row) => <Money amount={row.amount} fw={600} />,
        text: (row) => toDecimalText(BigInt(row.amount), minorDigits),
      },
      {
        id: 'debt',
        header: t('debt'),
        numeric: true,
        cell: (row) => (row.debt === '0' ? '—' : <Money amount={row.debt} />),
        text: (row) => toDecimalText(BigInt(row.debt), minorDigits),
      },
      { id: 'asOf', header: t('asOf'), cell: (row) => <AsOf asOf={row.asOf} bare />, text: (row) => row.asOf.time },
    ],
    [t, status, minorDigits],
  );
}
