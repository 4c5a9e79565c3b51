import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkAnchor } from '../../ui/link.tsx';
import { Points } from '../../ui/money.tsx';
import { PersonName } from '../status/person-name.tsx';
import { legsQuery } from './queries.ts';

/** A glance at where the volume comes from; with one leg or none there is nothing to compare. */
export function StrongestLegs({ topId, period }: { topId: number; period: number | undefined }) {
  const { t } = useTranslation('team');
  const query = useQuery(legsQuery(topId, period));
  const legs = query.data?.items.filter((leg) => leg.gv !== '0') ?? [];
  if (legs.length < 2) return null;
  return (
    <Stack gap={4} component="section" aria-label={t('legs')}>
      <Text size="sm" c="dimmed">
        {t('legs')}
      </Text>
      <Group gap="lg">
        {legs.map((leg) => (
          <Group key={leg.memberId} gap={6}>
            <LinkAnchor to="/members/$memberId" params={{ memberId: String(leg.memberId) }} size="sm">
              <PersonName person={leg} />
            </LinkAnchor>
            <Text size="sm" c="dimmed">
              {t('gv')} <Points value={leg.gv} />
            </Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}
