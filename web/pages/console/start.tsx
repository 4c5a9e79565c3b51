import { Card, SimpleGrid, Text, Title, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Permission } from '#kernel/roles.ts';
import { may, useSession } from '../../api/session.ts';
import { Page } from '../../ui/page.tsx';

const doors = [
  { key: 'periods', to: '/console/periods', permission: 'settlement.see' },
  { key: 'members', to: '/console/members', permission: 'members.list' },
  { key: 'orders', to: '/console/orders', permission: 'orders.see' },
  { key: 'plans', to: '/console/plans', permission: null },
  { key: 'designer', to: '/console/designer', permission: 'plans.try' },
  { key: 'backtest', to: '/console/backtest', permission: 'plans.try' },
  { key: 'indexer', to: '/console/indexer', permission: 'indexer.see' },
  { key: 'audit', to: '/audit', permission: null },
] as const satisfies readonly { key: string; to: string; permission: Permission | null }[];

/** Where staff begin: what this person may do, each with what it is for. */
export function ConsoleStartPage() {
  const { t } = useTranslation('console');
  const session = useSession();
  return (
    <Page
      title={t('start.title')}
      lead={t('start.lead', { roles: session?.roles.map((role) => t(`role.${role}`)).join(', ') ?? '' })}
    >
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
        {doors
          .filter((door) => door.permission === null || may(session, door.permission))
          .map((door) => (
            <UnstyledButton key={door.key} renderRoot={(props) => <Link to={door.to} {...props} />}>
              <Card h="100%">
                <Title order={2} size="h3">
                  {t(`start.${door.key}.title`)}
                </Title>
                <Text size="sm" c="dimmed" mt={4}>
                  {t(`start.${door.key}.text`)}
                </Text>
              </Card>
            </UnstyledButton>
          ))}
      </SimpleGrid>
    </Page>
  );
}
