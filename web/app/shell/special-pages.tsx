import { Center, Container, Loader } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../api/use-failure.ts';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { LinkButton } from '../../ui/link.tsx';

export function WaitingPage() {
  const { t } = useTranslation('common');
  return (
    <Center mih={260} role="status" aria-label={t('loading')}>
      <Loader type="dots" />
    </Center>
  );
}

export function FailedPage({ error, reset }: ErrorComponentProps) {
  const failureOf = useFailureText();
  const router = useRouter();
  return (
    <Container size="sm" py="xl">
      <ErrorState
        failure={failureOf(error)}
        retry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Container>
  );
}

export function MissingPage() {
  const { t } = useTranslation('common');
  return (
    <Container size="sm" py="xl">
      <EmptyState
        title={t('missing.title')}
        text={t('missing.text')}
        action={<LinkButton to="/">{t('missing.action')}</LinkButton>}
      />
    </Container>
  );
}
