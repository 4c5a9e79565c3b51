import { Alert, Button, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { genealogyAbi } from '#chain/generated/abi.ts';
import type { InvitationOffer } from '#api/invitations.ts';
import type { Operation } from '#api/operations.ts';
import { useDeployment } from '../../api/deployment.ts';
import { CallError } from '../../api/problem.ts';
import { sessionQuery } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { readerOf } from '../../chain/reader.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { faultOf } from '../../wallet/faults.ts';
import { FaultNotice } from '../../wallet/fault-notice.tsx';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { useSignIn } from '../session/sign-in.ts';
import { OperationBadge } from '../status/badges.tsx';
import { usePersonText } from '../status/person-name.tsx';
import type { Joining } from './use-join.ts';

/** What was recorded, read back from the chain, and the door to the cabinet. */
export function JoinReceipt({ offer, operation, joining }: { offer: InvitationOffer; operation: Operation; joining: Joining }) {
  const { t } = useTranslation('join');
  const deployment = useDeployment();
  const personText = usePersonText();
  const address = joining.flow.signed?.consent.wallet ?? null;
  const recorded = useQuery({
    queryKey: ['recorded-place', address, operation.txHash],
    queryFn: async () => {
      const reader = readerOf(deployment);
      const contract = { address: deployment.contracts.genealogy, abi: genealogyAbi } as const;
      const memberId = await reader.readContract({ ...contract, functionName: 'memberOf', args: [address ?? '0x'] });
      const sponsorId =
        memberId === 0 ? 0 : await reader.readContract({ ...contract, functionName: 'sponsorOf', args: [memberId] });
      return { memberId, sponsorId };
    },
    enabled: address !== null,
  });
  if (recorded.data === undefined && !recorded.isError) return <LoadingState />;
  const agrees = recorded.data?.sponsorId === offer.sponsor.memberId;
  return (
    <Stack gap="lg" data-receipt>
      <Group wrap="nowrap">
        <ThemeIcon size={44} radius="xl" aria-hidden>
          <IconCheck />
        </ThemeIcon>
        <Title order={2}>{t('receipt.title', { number: recorded.data?.memberId ?? operation.memberId ?? 0 })}</Title>
      </Group>
      {recorded.isError ? null : agrees ? (
        <Text>{t('receipt.checked', { person: personText(offer.sponsor) })}</Text>
      ) : (
        <Alert color="red" role="alert" title={t('receipt.differs')} />
      )}
      <Facts
        items={[
          { label: t('receipt.sponsor'), value: personText(offer.sponsor) },
          { label: t('receipt.state'), value: <OperationBadge status={operation.status} /> },
          { label: t('sign.fee'), value: t('sign.feeFree') },
        ]}
      />
      <Enter wallet={address} onEntered={joining.finish} />
      {operation.txHash === null ? null : (
        <Details label={t('receipt.check')}>
          {t('receipt.record')}: <Fingerprint value={operation.txHash} />
        </Details>
      )}
    </Stack>
  );
}

/** The chain knows the member at once, our mirror a moment later; the cabinet opens when it does. */
async function waitForPlace(queryClient: QueryClient): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    if (session !== null && session.memberId !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function Enter({ wallet: expected, onEntered }: { wallet: string | null; onEntered: () => void }) {
  const { t } = useTranslation('join');
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  const wallet = useWallet(expected ?? undefined);
  const signIn = useSignIn();
  const failureOf = useFailureText();
  const { address } = wallet;
  if (address === null || wallet.problem !== null) return <WalletProblem wallet={wallet} />;
  const enter = () => {
    if (signIn.isPending) return;
    signIn.mutate(
      { address, signMessage: wallet.signMessage },
      {
        onSuccess: () =>
          void waitForPlace(queryClient).then(async () => {
            onEntered();
            await router.invalidate();
            await navigate({ to: '/home' });
          }),
      },
    );
  };
  return (
    <>
      {signIn.error === null ? null : signIn.error instanceof CallError ? (
        <ErrorState failure={failureOf(signIn.error)} />
      ) : (
        <FaultNotice fault={faultOf(signIn.error)} />
      )}
      <Button size="md" onClick={enter} loading={signIn.isPending}>
        {t('receipt.enter')}
      </Button>
    </>
  );
}
