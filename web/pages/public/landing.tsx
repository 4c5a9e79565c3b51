import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconEyeCheck, IconLock, IconReceipt2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getDisclosure } from '#api/system.ts';
import { callRoute } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { IncomeBox } from '../../features/home/income-box.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import classes from './landing.module.css';
import { LinkAnchor, LinkButton } from '../../ui/link.tsx';

const promises = [
  { key: 'place', icon: IconLock },
  { key: 'why', icon: IconReceipt2 },
  { key: 'check', icon: IconEyeCheck },
] as const;

export function LandingPage() {
  const { t } = useTranslation('landing');
  const session = useSession();
  const disclosure = useQuery({ queryKey: ['disclosure'], queryFn: ({ signal }) => callRoute(getDisclosure, {}, { signal }) });
  useEffect(() => {
    document.title = 'Upline';
  }, []);
  return (
    <Stack gap={56} maw={1040} mx="auto" py={{ base: 'md', sm: 48 }}>
      <Stack gap="lg" maw={720}>
        <h1 className={classes.headline}>{t('headline')}</h1>
        <Text size="lg" c="dimmed" className={classes.lead}>
          {t('lead')}
        </Text>
        <Group>
          {session === null ? (
            <LinkButton to="/sign-in" size="md">
              {t('signIn')}
            </LinkButton>
          ) : (
            <LinkButton to={session.memberId === null ? '/console' : '/home'} size="md">
              {t('open')}
            </LinkButton>
          )}
          <LinkButton to="/audit" size="md" variant="default">
            {t('audit')}
          </LinkButton>
        </Group>
        <Text size="sm" c="dimmed">
          {t('joinHint')}
        </Text>
      </Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xl">
        {promises.map(({ key, icon: Icon }) => (
          <Stack key={key} gap={6}>
            <Icon size={26} stroke={1.5} color="var(--upline-accent)" aria-hidden />
            <Title order={2} size="h3">
              {t(`promise.${key}.title`)}
            </Title>
            <Text c="dimmed" size="sm">
              {t(`promise.${key}.text`)}
            </Text>
          </Stack>
        ))}
      </SimpleGrid>
      <Card padding="xl" component="section" aria-labelledby="income">
        <Stack>
          <div>
            <Title order={2} id="income">
              {t('income.title')}
            </Title>
            <Text c="dimmed" size="sm">
              {t('income.lead')}
            </Text>
          </div>
          <QueryView query={disclosure} lines={2}>
            {(data) => <IncomeBox disclosure={data} />}
          </QueryView>
        </Stack>
      </Card>
      <Text size="sm" c="dimmed">
        {t('footer')} <LinkAnchor to="/audit">{t('footerLink')}</LinkAnchor>
      </Text>
    </Stack>
  );
}
