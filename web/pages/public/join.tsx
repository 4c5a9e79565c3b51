import { Button, Card, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getInvitation, type InvitationOffer } from '#api/invitations.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { CallError } from '../../api/problem.ts';
import { checkInvitation, type InvitationVerdict } from '../../features/join/check-invitation.ts';
import { JoinSteps } from '../../features/join/join-steps.tsx';
import { joinFlow } from '../../features/join/flow.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { loadFlow } from '../../wallet/flow-storage.ts';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';
import { LinkButton } from '../../ui/link.tsx';

const route = getRouteApi('/join/$code');

export function JoinPage() {
  const { t } = useTranslation('join');
  const { code } = route.useParams();
  const offer = useQuery({
    queryKey: ['invitation', code],
    queryFn: ({ signal }) => callRoute(getInvitation, { params: { code } }, { signal }),
    retry: false,
  });
  const unknown = offer.error instanceof CallError && (offer.error.status === 404 || offer.error.status === 400);
  return (
    <Page title={t('title')} width="narrow">
      {unknown ? (
        <BadInvitation reason="unknown" />
      ) : (
        <QueryView query={offer}>{(data) => <CheckedOffer offer={data} />}</QueryView>
      )}
    </Page>
  );
}

function CheckedOffer({ offer }: { offer: InvitationOffer }) {
  const { t } = useTranslation('join');
  const deployment = useDeployment();
  const started = typeof loadFlow(`join:${offer.code}`, joinFlow)?.operationId === 'string';
  const check = useQuery({
    queryKey: ['invitation-check', offer.code, deployment.chainId],
    queryFn: () => checkInvitation(offer, deployment),
    enabled: offer.state === 'valid' && !started,
    retry: 1,
  });
  // Whoever has sent a consent already follows it, though the link is used up by just that.
  if (started) return <Steps offer={offer} />;
  if (offer.state !== 'valid') return <BadInvitation reason={offer.state} />;
  if (check.isError)
    return (
      <EmptyState
        title={t('unchecked.title')}
        text={t('unchecked.text')}
        action={<RetryButton retry={() => void check.refetch()} />}
      />
    );
  if (check.data === undefined) return <LoadingState />;
  return check.data === 'valid' ? <Steps offer={offer} /> : <BadInvitation reason={check.data} />;
}

function Steps({ offer }: { offer: InvitationOffer }) {
  return (
    <WalletProvider>
      <Card padding="lg">
        <JoinSteps offer={offer} />
      </Card>
    </WalletProvider>
  );
}

function RetryButton({ retry }: { retry: () => void }) {
  const { t } = useTranslation('common');
  return <Button onClick={retry}>{t('tryAgain')}</Button>;
}

function BadInvitation({ reason }: { reason: Exclude<InvitationVerdict, 'valid'> | 'unknown' }) {
  const { t } = useTranslation('join');
  return (
    <Stack data-invitation={reason}>
      <EmptyState
        title={t(`bad.${reason}.title`)}
        text={t(`bad.${reason}.text`)}
        action={
          <LinkButton to="/" variant="default">
            {t('bad.home')}
          </LinkButton>
        }
      />
    </Stack>
  );
}
