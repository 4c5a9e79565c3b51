import { Avatar, Card, Group, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfig } from 'wagmi';
import { connect, disconnect } from 'wagmi/actions';
import { listDemoPeople, type DemoPerson } from '#api/demo.ts';
import { callRoute } from '../../api/client.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { useLocale } from '../../ui/locale.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { actAs } from '../../wallet/demo/act-as.ts';
import { useSignIn } from './sign-in.ts';
import classes from './demo-people.module.css';

/** The invitation that a guest of the demo is told to open. */
function linkOf(person: DemoPerson): string | null {
  if (person.memberId !== null) return null;
  return /\/join\/[A-Za-z0-9_-]+/.exec(person.whatToTry.en)?.[0] ?? null;
}

/** One tap and the visitor is that person. Demo worlds only. */
export function DemoPeople({ onSignedIn }: { onSignedIn: (person: DemoPerson) => void }) {
  const { t } = useTranslation('signin');
  const people = useQuery({
    queryKey: ['demo-people'],
    queryFn: ({ signal }) => callRoute(listDemoPeople, {}, { signal }),
    staleTime: Infinity,
  });
  const config = useConfig();
  const signIn = useSignIn();
  const failureOf = useFailureText();
  const locale = useLocale();
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);

  const choose = async (person: DemoPerson) => {
    setBusy(person.key);
    try {
      const signer = await actAs(config, person.privateKey, { connect, disconnect });
      const link = linkOf(person);
      // Who is not a partner yet has nothing to sign in to: their way in is an invitation.
      if (link !== null) {
        router.history.push(link);
        return;
      }
      await signIn.mutateAsync(signer);
      onSignedIn(person);
    } catch {
      // The mutation keeps the error and the page shows it below.
    } finally {
      setBusy(null);
    }
  };

  return (
    <Stack>
      <div>
        <Title order={2}>{t('demo.title')}</Title>
        <Text c="dimmed" size="sm">
          {t('demo.lead')}
        </Text>
      </div>
      {signIn.error === null ? null : <ErrorState failure={failureOf(signIn.error)} />}
      <QueryView query={people}>
        {({ items }) => (
          <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} spacing="sm">
            {items
              .filter((person) => person.memberId !== null || person.role !== 'newcomer' || linkOf(person) !== null)
              .map((person) => (
                <UnstyledButton
                  key={person.key}
                  className={classes.person}
                  data-person={person.key}
                  disabled={busy !== null}
                  data-busy={busy === person.key || undefined}
                  onClick={() => void choose(person)}
                >
                  <Card h="100%" padding="md">
                    <Group wrap="nowrap" align="flex-start">
                      <Avatar name={person.name} color="pine" radius="xl" aria-hidden />
                      <div className={classes.words}>
                        <Text fw={600}>{person.name}</Text>
                        <Text size="sm" c="dimmed">
                          {t(`role.${person.role}`)}
                          {person.memberId === null ? '' : ` · № ${person.memberId}`}
                        </Text>
                        <Text size="sm" mt={6}>
                          {person.whatToTry[locale].replace(/\s*\/join\/[A-Za-z0-9_-]+/, '')}
                        </Text>
                      </div>
                    </Group>
                  </Card>
                </UnstyledButton>
              ))}
          </SimpleGrid>
        )}
      </QueryView>
    </Stack>
  );
}
