import { Alert, Button, Card, Group, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconInbox, IconRefresh } from '@tabler/icons-react';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Says what will be here and what to do first. */
export function EmptyState({ title, text, action, icon }: { title: string; text: string; action?: ReactNode; icon?: ReactNode }) {
  return (
    <Card py="xl">
      <Stack align="center" gap="sm" ta="center">
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          {icon ?? <IconInbox size={26} stroke={1.5} />}
        </ThemeIcon>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
        {action}
      </Stack>
    </Card>
  );
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly cure: string | null;
  readonly requestId: string | null;
}

/** What happened, what to do, and a code for support. */
export function ErrorState({ failure, retry, action }: { failure: Failure; retry?: () => void; action?: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <Alert color="red" variant="light" radius="lg" icon={<IconAlertTriangle />} title={failure.message} role="alert">
      <Stack gap="sm" align="flex-start">
        {failure.cure === null ? null : <Text size="sm">{failure.cure}</Text>}
        <Text size="xs" c="dimmed">
          {t('errorCode', { code: failure.code })}
          {failure.requestId === null ? '' : ` · ${failure.requestId}`}
        </Text>
        <Group gap="xs">
          {retry === undefined ? null : (
            <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} onClick={retry}>
              {t('tryAgain')}
            </Button>
          )}
          {action}
        </Group>
      </Stack>
    </Alert>
  );
}

/** Grey lines of about the height of what is coming, so that the page does not jump. */
export function LoadingState({ lines = 3 }: { lines?: number }) {
  const { t } = useTranslation('common');
  return (
    <Stack gap="sm" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={64} radius="lg" />
      ))}
    </Stack>
  );
}

export function LazyPart({ children, lines = 2 }: { children: ReactNode; lines?: number }) {
  return <Suspense fallback={<LoadingState lines={lines} />}>{children}</Suspense>;
}
