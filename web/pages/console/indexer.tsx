import { Alert, Card, Stack, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getIndexer, type IndexerStatus } from '#api/indexer.ts';
import { callRoute } from '../../api/client.ts';
import { Address } from '../../ui/address.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';

const tones = { starting: 'neutral', catchingUp: 'progress', live: 'good', stopped: 'bad' } as const;

export function IndexerPage() {
  const { t } = useTranslation('console');
  const query = useQuery({
    queryKey: ['indexer'],
    queryFn: ({ signal }) => callRoute(getIndexer, {}, { signal }),
    refetchInterval: 2_000,
  });
  return (
    <Page title={t('indexer.title')} lead={t('indexer.lead')}>
      <QueryView query={query}>{(status) => <Status status={status} />}</QueryView>
    </Page>
  );
}

function Status({ status }: { status: IndexerStatus }) {
  const { t } = useTranslation('console');
  const locale = useLocale();
  const block = (value: IndexerStatus['head']) =>
    value === null ? '—' : `${value.number} · ${formatDateTime(value.time, locale)}`;
  return (
    <Stack gap="lg">
      <Card>
        <Stack>
          <StatusBadge tone={tones[status.state]} label={t(`indexer.state.${status.state}`)} />
          {status.reason === null ? null : <Alert color={status.state === 'stopped' ? 'red' : 'yellow'} title={status.reason} />}
          <Facts
            items={[
              { label: t('indexer.head'), value: block(status.head) },
              { label: t('indexer.confirmed'), value: block(status.confirmed) },
              { label: t('indexer.finalized'), value: block(status.finalized) },
              { label: t('indexer.lag'), value: status.lagBlocks ?? '—' },
            ]}
          />
        </Stack>
      </Card>
      {status.holes.map((hole) => (
        <Alert key={`${hole.contract}-${hole.expectedSeq}`} color="red" title={t('indexer.hole', { ...hole })} role="alert" />
      ))}
      <Card>
        <Stack>
          <Title order={2}>{t('indexer.contracts')}</Title>
          <Table.ScrollContainer minWidth={260}>
            <Table aria-label={t('indexer.contracts')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('indexer.contract')}</Table.Th>
                  <Table.Th>{t('indexer.address')}</Table.Th>
                  <Table.Th ta="end">{t('indexer.events')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {status.contracts.map((contract) => (
                  <Table.Tr key={contract.address}>
                    <Table.Td>{contract.name}</Table.Td>
                    <Table.Td>
                      <Address value={contract.address} />
                    </Table.Td>
                    <Table.Td ta="end">{contract.seq}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      </Card>
    </Stack>
  );
}
