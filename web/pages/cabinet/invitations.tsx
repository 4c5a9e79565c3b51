import { Card, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listInvitations, type InvitationRow } from '#api/invitations.ts';
import { callRoute } from '../../api/client.ts';
import { CreateInvitation } from '../../features/invitations/create.tsx';
import { ShareLink } from '../../features/invitations/share-link.tsx';
import { InvitationBadge } from '../../features/status/badges.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';

export function InvitationsPage() {
  const { t } = useTranslation('invitations');
  const query = useQuery({ queryKey: ['invitations'], queryFn: ({ signal }) => callRoute(listInvitations, {}, { signal }) });
  const columns = useColumns();
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <WalletProvider>
          <CreateInvitation />
        </WalletProvider>
      </Card>
      <Stack gap="sm">
        <Title order={2}>{t('list')}</Title>
        <QueryView query={query}>
          {({ items }) => (
            <DataTable
              label={t('list')}
              columns={columns}
              rows={items}
              rowKey={(row) => row.code}
              exportName="invitations.csv"
              empty={<Text c="dimmed">{t('none')}</Text>}
              rowActions={(row) => (row.state === 'valid' ? <ShareLink code={row.code} /> : null)}
            />
          )}
        </QueryView>
      </Stack>
    </Page>
  );
}

function useColumns(): readonly DataColumn<InvitationRow>[] {
  const { t } = useTranslation('invitations');
  const { t: status } = useTranslation('status');
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'created',
        header: t('created'),
        primary: true,
        cell: (row) => formatDateTime(row.createdAt, locale),
        text: (row) => row.createdAt,
      },
      {
        id: 'state',
        header: t('state'),
        cell: (row) => <InvitationBadge state={row.state} />,
        text: (row) => status(`invitation.${row.state}`),
      },
      {
        id: 'used',
        header: t('used'),
        numeric: true,
        cell: (row) => t('usedOf', { used: row.used, uses: row.uses }),
        text: (row) => `${row.used}/${row.uses}`,
      },
      { id: 'deadline', header: t('deadline'), cell: (row) => formatDateTime(row.deadline, locale), text: (row) => row.deadline },
    ],
    [t, status, locale],
  );
}
