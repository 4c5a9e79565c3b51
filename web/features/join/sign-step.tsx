import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connect, disconnect } from 'wagmi/actions';
import { getPlace, type InvitationOffer } from '#api/invitations.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { UNLIMITED_WIDTH } from '#kernel/ids.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment, useIsDemo } from '../../api/deployment.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { isPinned, pinAgain } from '../../chain/pinned.ts';
import { Address, Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { ConnectDialog } from '../../wallet/connect-dialog.tsx';
import { faultOf } from '../../wallet/faults.ts';
import { FaultNotice } from '../../wallet/fault-notice.tsx';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { usePersonText } from '../status/person-name.tsx';
import { memberOfWallet } from './check-invitation.ts';
import type { Joining } from './use-join.ts';
import { LinkButton } from '../../ui/link.tsx';

/** The wallet, the sentence that is signed in plain words, and the signature. Nothing is sent before this tap. */
export function SignStep({ offer, joining, onBack }: { offer: InvitationOffer; joining: Joining; onBack: () => void }) {
  const { t } = useTranslation('join');
  const { t: common } = useTranslation('common');
  const deployment = useDeployment();
  const wallet = useWallet();
  const personText = usePersonText();
  const failureOf = useFailureText();
  const [pinned, setPinned] = useState(() => isPinned(deployment));
  const { address } = wallet;
  const taken = useQuery({
    queryKey: ['wallet-member', address],
    queryFn: () => memberOfWallet(address ?? '0x', deployment),
    enabled: address !== null,
  });
  const placed = deployment.placementWidth !== 0;
  // A place may be gone a minute later, so each visit of this step asks anew.
  const place = useQuery({
    queryKey: ['invitation-place', offer.code],
    queryFn: ({ signal }) => callRoute(getPlace, { params: { code: offer.code } }, { signal }),
    enabled: placed,
    staleTime: 0,
    gcTime: 0,
  });
  const { sign } = joining;
  const free = placed ? place.data?.place : null;
  const ready = address !== null && wallet.problem === null && taken.data === 0 && pinned && free !== undefined;
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {t('step', { step: 3, of: 3 })}
      </Text>
      <Title order={2}>{t('sign.title')}</Title>
      {address === null ? (
        <WalletChoice />
      ) : (
        <>
          <Facts
            wide
            items={[
              { label: t('sign.wallet'), value: <Address value={address} full /> },
              { label: t('sign.fee'), value: t('sign.feeFree') },
              ...(free === null || free === undefined
                ? []
                : [
                    {
                      label: t('sign.place'),
                      value: t(placeText(deployment), { person: personText(free.parent), leg: free.leg + 1 }),
                    },
                  ]),
            ]}
          />
          {taken.data !== undefined && taken.data > 0 ? (
            <EmptyState
              title={t('taken.title', { number: taken.data })}
              text={t('taken.text')}
              action={
                <Group justify="center">
                  <LinkButton to="/sign-in">{common('signIn')}</LinkButton>
                  <WalletChoice again />
                </Group>
              }
            />
          ) : (
            <Text>{t('sign.sentence', { name: joining.flow.name, person: personText(offer.sponsor) })}</Text>
          )}
          <WalletProblem wallet={wallet} />
        </>
      )}
      {pinned ? null : (
        <FaultNotice
          fault="unknown"
          reason={deployment.contracts.enrollment}
          action={
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                pinAgain(deployment);
                setPinned(true);
              }}
            >
              {t('sign.newContracts')}
            </Button>
          }
        />
      )}
      {place.error === null ? null : <ErrorState failure={failureOf(place.error)} retry={() => void place.refetch()} />}
      {sign.error === null ? null : <FaultNotice fault={faultOf(sign.error)} />}
      <Group grow preventGrowOverflow={false}>
        <Button variant="default" onClick={onBack} disabled={sign.isPending}>
          {t('back')}
        </Button>
        <Button
          disabled={!ready}
          loading={sign.isPending}
          onClick={() => {
            if (address !== null && ready && !sign.isPending) sign.mutate({ wallet, address, place: free });
          }}
        >
          {sign.error === null ? t('sign.sign') : common('tryAgain')}
        </Button>
      </Group>
      <Details>
        <Stack gap={4}>
          <div>
            {t('sign.contract')}: <Fingerprint value={deployment.contracts.enrollment} />
          </div>
          <div>
            {t('sign.termsPrint')}: <Fingerprint value={offer.terms.hash} />
          </div>
        </Stack>
      </Details>
    </Stack>
  );
}

/** Legs have numbers only where there is a number of them; people count from 1. */
function placeText({ placementWidth }: DeploymentInfo) {
  return placementWidth === UNLIMITED_WIDTH ? 'sign.placeUnder' : 'sign.placeLeg';
}

function WalletChoice({ again = false }: { again?: boolean }) {
  const { t } = useTranslation('join');
  const demo = useIsDemo();
  const wallet = useWallet();
  const [dialog, { open, close }] = useDisclosure(false);
  const [failed, setFailed] = useState<unknown>(null);
  const makeOwn = async () => {
    if (!__DEMO__) return;
    try {
      const [{ actAsNewcomer }, { forgetOwnDemoKey }] = await Promise.all([
        import('../../wallet/demo/act-as.ts'),
        import('../../wallet/demo/keys.ts'),
      ]);
      if (again) forgetOwnDemoKey();
      await actAsNewcomer(wallet.config, { connect, disconnect });
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <Stack gap="xs">
      {again ? null : <Text size="sm">{t('wallet.why')}</Text>}
      <Group>
        {demo ? (
          <Button onClick={() => void makeOwn()} variant={again ? 'default' : 'filled'}>
            {t(again ? 'wallet.demoAgain' : 'wallet.demo')}
          </Button>
        ) : null}
        <Button variant="default" onClick={open}>
          {t('wallet.own')}
        </Button>
      </Group>
      {demo && !again ? (
        <Text size="xs" c="dimmed">
          {t('wallet.demoNote')}
        </Text>
      ) : null}
      {failed === null ? null : <FaultNotice fault={faultOf(failed)} />}
      <ConnectDialog opened={dialog} onClose={close} />
    </Stack>
  );
}
