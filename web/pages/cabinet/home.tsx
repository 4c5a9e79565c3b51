import { Card, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCoins, IconHourglass, IconReceipt, IconSend, IconShoppingBag, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberCard } from '#api/genealogy.ts';
import { useMyMemberId } from '../../api/me.ts';
import { earningsQuery } from '../../features/earnings/queries.ts';
import { EarningsSummary } from '../../features/earnings/summary.tsx';
import { WhyDrawer } from '../../features/earnings/why-drawer.tsx';
import { nextItems, type NextItem } from '../../features/home/next.ts';
import { useOrders } from '../../features/orders/use-orders.ts';
import { PersonName } from '../../features/status/person-name.tsx';
import { memberQuery } from '../../features/team/queries.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Money, Points } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { LinkButton } from '../../ui/link.tsx';

// Reads the chain, which the first page otherwise does not need: loaded after it.
const RecoveryBanner = lazy(() => import('../../features/account/recovery-banner.tsx'));

export function HomePage() {
  const { t } = useTranslation('home');
  const memberId = useMyMemberId();
  const earnings = useQuery(earningsQuery(memberId));
  const member = useQuery(memberQuery(memberId));
  const { items: orders } = useOrders({ scope: 'mine' });
  const [why, setWhy] = useState<number | null>(null);
  const known = earnings.data !== undefined && member.data !== undefined && orders !== undefined;
  const next = known ? nextItems({ earnings: earnings.data, member: member.data, orders }) : null;
  const name = member.data?.name ?? null;
  return (
    <Page title={name === null ? t('hello') : t('helloName', { name })}>
      <Suspense>
        <RecoveryBanner memberId={memberId} />
      </Suspense>
      {next === null || next.length === 0 ? null : (
        <Stack gap="sm" component="section" aria-labelledby="next">
          <Title order={2} id="next">
            {t('next.title')}
          </Title>
          {next.map((item) => (
            <NextCard key={item.kind === 'unpaid' ? item.orderId : item.kind} item={item} />
          ))}
        </Stack>
      )}
      <Stack gap="sm" component="section" aria-labelledby="money">
        <Title order={2} id="money">
          {t('money')}
        </Title>
        <QueryView query={earnings}>
          {(data) => (
            <Stack gap="xs">
              <EarningsSummary earnings={data} onWhy={setWhy} />
              <AsOf asOf={data.asOf} />
            </Stack>
          )}
        </QueryView>
      </Stack>
      <QueryView query={member} lines={1}>
        {(card) => <Standing card={card} />}
      </QueryView>
      <WhyDrawer memberId={memberId} period={why} onClose={() => setWhy(null)} />
    </Page>
  );
}

const looks: Record<NextItem['kind'], { readonly icon: Icon; readonly color: string }> = {
  claim: { icon: IconCoins, color: 'pine' },
  unpaid: { icon: IconReceipt, color: 'yellow' },
  firstOrder: { icon: IconShoppingBag, color: 'pine' },
  inactive: { icon: IconShoppingBag, color: 'yellow' },
  review: { icon: IconHourglass, color: 'gray' },
  invite: { icon: IconSend, color: 'pine' },
};

function NextCard({ item }: { item: NextItem }) {
  const { t } = useTranslation('home');
  const { icon: Icon, color } = looks[item.kind];
  return (
    <Card padding="md" data-next={item.kind}>
      <Group justify="space-between" gap="md">
        <Group wrap="nowrap" flex="1 1 220px" miw={0}>
          <ThemeIcon variant="light" color={color} size={40} radius="md" aria-hidden>
            <Icon size={21} stroke={1.6} />
          </ThemeIcon>
          <div style={{ minWidth: 0 }}>
            <Text fw={600}>
              {t(`next.${item.kind}.title`)} {'amount' in item ? <Money amount={item.amount} /> : null}
            </Text>
            <Text size="sm" c="dimmed">
              {item.kind === 'unpaid' ? t('next.unpaid.text', { number: item.orderRef }) : t(`next.${item.kind}.text`)}
            </Text>
          </div>
        </Group>
        <NextButton item={item} />
      </Group>
    </Card>
  );
}

function NextButton({ item }: { item: NextItem }) {
  const { t } = useTranslation('home');
  if (item.kind === 'unpaid') {
    return (
      <LinkButton to="/orders/$orderId" params={{ orderId: item.orderId }} variant="light">
        {t('next.unpaid.button')}
      </LinkButton>
    );
  }
  const to = { claim: '/receive', firstOrder: '/shop', inactive: '/shop', review: '/earnings', invite: '/invitations' } as const;
  return (
    <LinkButton to={to[item.kind]} variant={item.kind === 'claim' ? 'filled' : 'light'}>
      {t(`next.${item.kind}.button`)}
    </LinkButton>
  );
}

function Standing({ card }: { card: MemberCard }) {
  const { t } = useTranslation('home');
  const { t: member } = useTranslation('member');
  return (
    <Card component="section" aria-labelledby="standing">
      <Stack>
        <Title order={2} id="standing">
          {t('standing', { period: card.period })}
        </Title>
        <Facts
          items={[
            { label: member('ppv'), value: <Points value={card.ppv} /> },
            { label: member('gv'), value: <Points value={card.gv} /> },
            { label: member('downline'), value: card.downlineCount },
            {
              label: member('sponsor'),
              value: card.sponsorId === null ? '—' : <PersonName person={{ memberId: card.sponsorId, name: card.sponsorName }} />,
            },
          ]}
        />
        <AsOf asOf={card.asOf} />
      </Stack>
    </Card>
  );
}
