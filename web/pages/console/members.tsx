import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMembers, memberSort, type MemberRow } from '#api/genealogy.ts';
import { formatPoints } from '#kernel/money.ts';
import { callRoute, urlOf } from '../../api/client.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { memberListSearch } from '../../features/navigation/search.ts';
import { PersonName } from '../../features/status/person-name.tsx';
import { SavedViews } from '../../features/views/saved-views.tsx';
import { searchOf, settingsOf } from '../../features/views/settings.ts';
import { Address } from '../../ui/address.tsx';
import { AsOf } from '../../ui/as-of.tsx';
import { formatDate } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Points } from '../../ui/money.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { LinkAnchor } from '../../ui/link.tsx';

const route = getRouteApi('/console/members');

export function MembersPage() {
  const { t } = useTranslation('console');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const failureOf = useFailureText();
  const columns = useColumns();
  const [hidden, setHidden] = useState<string[]>([]);
  // The field of the search keeps its own text while somebody types; a view that was chosen gives it another.
  const [applied, setApplied] = useState(0);
  const filter = { query: search.find, sort: search.sort, status: search.status };
  const query = useInfiniteQuery({
    queryKey: ['members', filter],
    queryFn: ({ pageParam, signal }) =>
      callRoute(listMembers, { query: { ...filter, limit: 100, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const change = (next: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const find = useDebouncedCallback((text: string) => change({ find: text.trim() === '' ? undefined : text.trim() }), 300);
  const rows = query.data?.pages.flatMap((page) => page.items);
  const last = query.data?.pages.at(-1);
  const filters = (
    <>
      <TextInput
        aria-label={t('members.search')}
        placeholder={t('members.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        key={applied}
        defaultValue={search.find ?? ''}
        onChange={(event) => find(event.currentTarget.value)}
        type="search"
        flex="1 1 220px"
        maw={360}
      />
      <Select
        aria-label={t('members.status')}
        value={search.status ?? 'all'}
        data={[
          { value: 'all', label: t('members.all') },
          { value: 'active', label: t('members.active') },
          { value: 'inactive', label: t('members.inactive') },
        ]}
        onChange={(value) => change({ status: value === 'active' || value === 'inactive' ? value : undefined })}
        allowDeselect={false}
        w={170}
      />
    </>
  );
  return (
    <Page title={t('members.title')} width="wide">
      {rows === undefined ? (
        query.isError ? (
          <ErrorState failure={failureOf(query.error)} retry={() => void query.refetch()} />
        ) : (
          <LoadingState />
        )
      ) : (
        <DataTable
          label={t('members.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.memberId)}
          sort={search.sort}
          onSort={(sort) => change({ sort: memberSort.safeParse(sort).data })}
          onOpen={(row) => void navigate({ to: '/members/$memberId', params: { memberId: String(row.memberId) } })}
          filters={filters}
          exportHref={(format) => urlOf(listMembers, { query: { ...filter, format } })}
          hidden={hidden}
          onHidden={setHidden}
          views={
            <SavedViews
              list="members"
              shown={settingsOf(search, hidden)}
              onApply={(settings) => {
                setHidden(settings.hidden);
                setApplied((times) => times + 1);
                void navigate({ search: memberListSearch.parse(searchOf(settings)), replace: true });
              }}
            />
          }
          total={last?.total}
          more={query.hasNextPage ? { load: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } : undefined}
          empty={<EmptyState title={t('members.empty')} text={t('members.emptyText')} />}
        />
      )}
      {last === undefined ? null : <AsOf asOf={last.asOf} />}
    </Page>
  );
}

function useColumns(): readonly DataColumn<MemberRow>[] {
  const { t } = useTranslation('console');
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('members.name'),
        primary: true,
        sortKey: 'name',
        cell: (row) => (
          <LinkAnchor to="/members/$memberId" params={{ memberId: String(row.memberId) }} c="inherit">
            <PersonName person={row} />
          </LinkAnchor>
        ),
        text: (row) => row.name ?? '',
      },
      {
        id: 'status',
        header: t('members.status'),
        cell: (row) => (
          <StatusBadge
            small
            tone={row.active ? 'good' : 'neutral'}
            label={t(row.active ? 'members.active' : 'members.inactive')}
          />
        ),
        text: (row) => t(row.active ? 'members.active' : 'members.inactive'),
      },
      {
        id: 'sponsor',
        header: t('members.sponsor'),
        numeric: true,
        cell: (row) => (row.sponsorId === null ? '—' : `№ ${row.sponsorId}`),
        text: (row) => String(row.sponsorId ?? ''),
      },
      {
        id: 'ppv',
        header: t('members.ppv'),
        numeric: true,
        sortKey: 'ppv',
        cell: (row) => <Points value={row.ppv} />,
        text: (row) => formatPoints('en', BigInt(row.ppv)),
      },
      {
        id: 'gv',
        header: t('members.gv'),
        numeric: true,
        cell: (row) => <Points value={row.gv} />,
        text: (row) => formatPoints('en', BigInt(row.gv)),
      },
      {
        id: 'downline',
        header: t('members.downline'),
        numeric: true,
        sortKey: 'downlineCount',
        cell: (row) => row.downlineCount,
        text: (row) => String(row.downlineCount),
      },
      {
        id: 'joined',
        header: t('members.joined'),
        sortKey: 'joinedAt',
        cell: (row) => formatDate(row.joinedAt, locale),
        text: (row) => row.joinedAt,
      },
      {
        id: 'wallet',
        header: t('members.wallet'),
        cell: (row) => (row.wallet === null ? '—' : <Address value={row.wallet} />),
        text: (row) => row.wallet ?? '',
      },
    ],
    [t, locale],
  );
}
