import { Button, Card, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconWallet } from '@tabler/icons-react';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#api/auth.ts';
import { useIsDemo } from '../../api/deployment.ts';
import { CallError } from '../../api/problem.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { safeNext } from '../../features/navigation/safe-next.ts';
import { useSignIn } from '../../features/session/sign-in.ts';
import { Address } from '../../ui/address.tsx';
import { LinkAnchor } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { ErrorState, LazyPart } from '../../ui/states.tsx';
import { ConnectDialog } from '../../wallet/connect-dialog.tsx';
import { faultOf } from '../../wallet/faults.ts';
import { FaultNotice } from '../../wallet/fault-notice.tsx';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';

const route = getRouteApi('/sign-in');
// The condition is a literal when bundling: without VITE_DEMO the import is not there.
const DemoPeople = __DEMO__
  ? lazy(() => import('../../features/session/demo-people.tsx').then((module) => ({ default: module.DemoPeople })))
  : null;

export function SignInPage() {
  const { t } = useTranslation('signin');
  return (
    <Page title={t('title')} lead={t('lead')}>
      <WalletProvider>
        <SignIn />
      </WalletProvider>
    </Page>
  );
}

function SignIn() {
  const demo = useIsDemo();
  const router = useRouter();
  const { next } = route.useSearch();
  const go = (memberId: number | null) => {
    const start = memberId === null ? '/console' : '/home';
    void (async () => {
      await router.invalidate();
      router.history.push(safeNext(next, start));
    })();
  };
  return (
    <Stack gap="xl">
      <WalletSignIn onSignedIn={(session) => go(session.memberId)} />
      {demo && DemoPeople !== null ? (
        <>
          <Divider />
          <LazyPart>
            <DemoPeople onSignedIn={(person) => go(person.memberId)} />
          </LazyPart>
        </>
      ) : null}
    </Stack>
  );
}

function WalletSignIn({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation('signin');
  const wallet = useWallet();
  const signIn = useSignIn();
  const failureOf = useFailureText();
  const [dialog, { open, close }] = useDisclosure(false);
  const { address } = wallet;
  const run = () => {
    if (address === null || signIn.isPending) return;
    signIn.mutate({ address, signMessage: wallet.signMessage }, { onSuccess: onSignedIn });
  };
  return (
    <Card maw={520}>
      <Stack>
        <Title order={2}>{t('wallet.title')}</Title>
        <Text size="sm" c="dimmed">
          {t('wallet.lead')}
        </Text>
        {address === null ? (
          <Button size="md" leftSection={<IconWallet size={19} />} onClick={open} data-choose-wallet>
            {t('wallet.choose')}
          </Button>
        ) : (
          <>
            <Group gap="xs">
              <Text size="sm">{t('wallet.chosen')}</Text>
              <Address value={address} />
            </Group>
            {wallet.problem === null ? (
              <Button size="md" onClick={run} loading={signIn.isPending} data-sign-in>
                {t('wallet.sign')}
              </Button>
            ) : (
              <WalletProblem wallet={wallet} />
            )}
            <Button variant="subtle" size="xs" onClick={open}>
              {t('wallet.other')}
            </Button>
          </>
        )}
        {signIn.error === null ? null : signIn.error instanceof CallError ? (
          <ErrorState failure={failureOf(signIn.error)} retry={run} />
        ) : (
          <FaultNotice fault={faultOf(signIn.error)} retry={run} />
        )}
      </Stack>
      <LinkAnchor to="/recover" search={{}} size="sm" mt="md">
        {t('lost')}
      </LinkAnchor>
      <ConnectDialog opened={dialog} onClose={close} />
    </Card>
  );
}
