import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { PersonName, usePersonText } from '../../features/status/person-name.tsx';
import { memberQuery, uplineQuery } from '../../features/team/queries.ts';
import { Address } from '../../ui/address.tsx';
import { AsOf } from '../../ui/as-of.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDate } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Points } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { LazyPart } from '../../ui/states.tsx';

// Only the member signs here; who looks at another's card needs no wallet.
const AccountCard = lazy(() => import('../../features/account/account-card.tsx'));

const route = getRouteApi('/signedIn/members/$memberId');

export function MemberPage() {
  const { t } = useTranslation('member');
  const { t: team } = useTranslation('team');
  const { memberId: text } = route.useParams();
  const memberId = Number(text);
  const member = useQuery(memberQuery(memberId));
  const locale = useLocale();
  const session = useSession();
  const personText = usePersonText();
  const title = member.data === undefined ? t('number', { number: memberId }) : personText(member.data);
  return (
    <Page
      title={title}
      back={
        session === null || session.memberId === null
          ? { label: t('backToMembers'), to: '/console/members' }
          : { label: team('title'), to: '/team' }
      }
    >
      <QueryView query={member}>
        {(card) => (
          <Stack gap="lg">
            <Card>
              <Stack>
                <Group>
                  <StatusBadge tone={card.active ? 'good' : 'neutral'} label={team(card.active ? 'active' : 'inactive')} />
                  <Text size="sm" c="dimmed">
                    {t('inPeriod', { period: card.period })}
                  </Text>
                </Group>
                <Facts
                  items={[
                    { label: t('ppv'), value: <Points value={card.ppv} /> },
                    { label: t('gv'), value: <Points value={card.gv} /> },
                    { label: t('frontline'), value: card.frontlineCount },
                    { label: t('downline'), value: card.downlineCount },
                    { label: t('joined'), value: formatDate(card.joinedAt, locale) },
                    {
                      label: t('sponsor'),
                      value:
                        card.sponsorId === null ? (
                          '—'
                        ) : (
                          <PersonName person={{ memberId: card.sponsorId, name: card.sponsorName }} />
                        ),
                    },
                  ]}
                />
                <Group>
                  <LinkButton to="/proof" search={{ member: memberId }} variant="light">
                    {t('checkUpline')}
                  </LinkButton>
                  {session === null || session.memberId === null ? null : (
                    <LinkButton to="/team" search={memberId === session.memberId ? {} : { top: memberId }} variant="default">
                      {t('openTeam')}
                    </LinkButton>
                  )}
                </Group>
                <Details>{card.wallet === null ? t('noWallet') : <Address value={card.wallet} full />}</Details>
                <AsOf asOf={card.asOf} />
              </Stack>
            </Card>
            {session?.memberId === memberId && card.wallet !== null ? (
              <LazyPart lines={2}>
                <AccountCard memberId={memberId} wallet={card.wallet} />
              </LazyPart>
            ) : null}
            <Upline memberId={memberId} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Upline({ memberId }: { memberId: number }) {
  const { t } = useTranslation('member');
  const upline = useQuery(uplineQuery(memberId));
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2}>{t('upline')}</Title>
        <Text size="sm" c="dimmed">
          {t('uplineLead')}
        </Text>
        <QueryView query={upline} lines={2}>
          {({ items }) => (
            <ol style={{ margin: 0, paddingInlineStart: 20 }}>
              {items.slice(1).map((step) => (
                <li key={step.memberId} style={{ padding: '4px 0' }}>
                  <PersonName person={step} />
                </li>
              ))}
            </ol>
          )}
        </QueryView>
      </Stack>
    </Card>
  );
}
