import { Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDownline } from '#api/genealogy.ts';
import { urlOf } from '../../api/client.ts';
import { useMyMemberId } from '../../api/me.ts';
import { teamSearch } from '../../features/navigation/search.ts';
import { PersonName } from '../../features/status/person-name.tsx';
import { StrongestLegs } from '../../features/team/legs.tsx';
import { Outline } from '../../features/team/outline.tsx';
import { memberQuery, teamSearchQuery, treeQuery } from '../../features/team/queries.ts';
import { SavedViews } from '../../features/views/saved-views.tsx';
import { searchOf, settingsOf } from '../../features/views/settings.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { FileMenu } from '../../ui/file-menu.tsx';
import { Points } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState, LazyPart } from '../../ui/states.tsx';
import { LinkAnchor, LinkButton } from '../../ui/link.tsx';

const route = getRouteApi('/cabinet/team');
const TreePicture = lazy(() => import('../../features/team/picture.tsx').then((module) => ({ default: module.TreePicture })));
const defaultDepth = 3;

export function TeamPage() {
  const { t } = useTranslation('team');
  const me = useMyMemberId();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const topId = search.top ?? me;
  const depth = search.depth ?? defaultDepth;
  const view = search.view ?? 'list';
  const tree = useQuery(treeQuery(topId, depth, search.period));
  const top = useQuery(memberQuery(topId));
  const change = (next: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const find = useDebouncedCallback((text: string) => change({ find: text.trim() === '' ? undefined : text.trim() }), 300);
  const openPeriod = top.data?.period ?? 0;
  // The field of the search keeps its own text while somebody types; a view that was chosen gives it another.
  const [applied, setApplied] = useState(0);

  return (
    <Page
      title={t('title')}
      lead={topId === me ? t('lead') : <OtherTop topId={topId} />}
      width="wide"
      actions={
        <>
          <FileMenu
            label={t('file')}
            hrefOf={(format) => urlOf(getDownline, { params: { memberId: topId }, query: { period: search.period, format } })}
          />
          <LinkButton to="/invitations" leftSection={<IconSend size={17} />}>
            {t('invite')}
          </LinkButton>
        </>
      }
    >
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t('search')}
          placeholder={t('searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          key={applied}
          defaultValue={search.find ?? ''}
          onChange={(event) => find(event.currentTarget.value)}
          flex="1 1 220px"
          type="search"
        />
        <Select
          label={t('period')}
          w={150}
          value={search.period === undefined ? 'open' : String(search.period)}
          data={periodChoices(openPeriod, t('openPeriod'), (period) => t('periodNumber', { period }))}
          onChange={(value) => change({ period: value === null || value === 'open' ? undefined : Number(value) })}
          allowDeselect={false}
          comboboxProps={{ width: 200, position: 'bottom-start' }}
        />
        <Select
          label={t('generations')}
          w={130}
          value={String(depth)}
          data={['1', '2', '3', '4', '5', '6', '7', '8']}
          onChange={(value) => change({ depth: value === null ? undefined : Number(value) })}
          allowDeselect={false}
        />
        <SegmentedControl
          value={view}
          onChange={(value) => change({ view: value === 'picture' ? 'picture' : undefined })}
          data={[
            { value: 'list', label: t('asList') },
            { value: 'picture', label: t('asPicture') },
          ]}
          aria-label={t('view')}
        />
        <SavedViews
          list="team"
          shown={settingsOf(search)}
          onApply={(settings) => {
            setApplied((times) => times + 1);
            void navigate({ search: teamSearch.parse(searchOf(settings)), replace: true });
          }}
        />
      </Group>
      <StrongestLegs topId={topId} period={search.period} />
      {search.find === undefined ? null : <Found topId={topId} find={search.find} period={search.period} />}
      <QueryView query={tree} lines={5}>
        {(window) =>
          window.nodes.length <= 1 ? (
            <EmptyState
              title={t('empty.title')}
              text={t('empty.text')}
              action={<LinkButton to="/invitations">{t('invite')}</LinkButton>}
            />
          ) : (
            <Stack>
              {view === 'list' ? (
                <Outline
                  key={`${topId}-${depth}-${window.period}`}
                  label={t('title')}
                  topId={topId}
                  nodes={window.nodes}
                  period={search.period}
                />
              ) : (
                <LazyPart>
                  <TreePicture nodes={window.nodes} topId={topId} />
                </LazyPart>
              )}
              <AsOf asOf={window.asOf} />
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}

function periodChoices(open: number, openLabel: string, label: (period: number) => string) {
  const closed = Array.from({ length: Math.min(open, 24) }, (_, index) => open - 1 - index).filter((period) => period >= 1);
  return [{ value: 'open', label: openLabel }, ...closed.map((period) => ({ value: String(period), label: label(period) }))];
}

function OtherTop({ topId }: { topId: number }) {
  const { t } = useTranslation('team');
  const member = useQuery(memberQuery(topId));
  return (
    <Text c="dimmed">
      {member.data === undefined ? t('memberTeam', { number: topId }) : <PersonName person={member.data} />} ·{' '}
      <LinkAnchor to="/team">{t('ownTeam')}</LinkAnchor>
    </Text>
  );
}

/** Matches in the whole team. */
function Found({ topId, find, period }: { topId: number; find: string; period: number | undefined }) {
  const { t } = useTranslation('team');
  const query = useQuery(teamSearchQuery(topId, find, period));
  return (
    <QueryView query={query} lines={1}>
      {({ items, total }) => (
        <Stack gap="xs" role="status">
          <Text size="sm" c="dimmed">
            {t('found', { count: total })}
          </Text>
          {items.map((row) => (
            <Group key={row.memberId} gap="md">
              <LinkAnchor to="/members/$memberId" params={{ memberId: String(row.memberId) }}>
                <PersonName person={row} />
              </LinkAnchor>
              <Text size="sm" c="dimmed">
                {t('pv')} <Points value={row.ppv} />
              </Text>
            </Group>
          ))}
        </Stack>
      )}
    </QueryView>
  );
}
