import { Button, Group, NumberInput, Select, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createInvitation } from '#api/invitations.ts';
import { enrollmentDomain, invitationTypes } from '#chain/generated/typed-data.ts';
import type { Address } from '#kernel/hex.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useMyMemberId } from '../../api/me.ts';
import { CallError } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { nowOnChain, readerOf } from '../../chain/reader.ts';
import { ErrorState } from '../../ui/states.tsx';
import { faultOf } from '../../wallet/faults.ts';
import { FaultNotice } from '../../wallet/fault-notice.tsx';
import { randomNonce } from '../../wallet/random-nonce.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { ShareLink } from './share-link.tsx';
import { useAction } from '../../api/use-action.ts';

const anybody: Address = `0x${'0'.repeat(40)}`;
const daySeconds = 86_400;

/** Signing an invitation: how many may use it and until when. The signature costs nothing and is no transaction. */
export function CreateInvitation() {
  const { t } = useTranslation('invitations');
  const deployment = useDeployment();
  const session = useSession();
  const sponsorId = useMyMemberId();
  const wallet = useWallet(session?.account.wallet);
  const queryClient = useQueryClient();
  const failureOf = useFailureText();
  const [uses, setUses] = useState<string | number>(1);
  const [days, setDays] = useState('30');

  const create = useAction({
    mutationFn: async (inviter: Address) => {
      const deadline = (await nowOnChain(readerOf(deployment))) + Number(days) * daySeconds;
      const invitation = {
        chainId: deployment.chainId,
        gateway: deployment.contracts.enrollment,
        sponsorId,
        invitee: anybody,
        uses: Number(uses),
        nonce: randomNonce(),
        deadline,
      };
      const signature = await wallet.signTypedData({
        domain: enrollmentDomain(deployment.chainId, deployment.contracts.enrollment),
        types: invitationTypes,
        primaryType: 'Invitation',
        message: {
          ...invitation,
          chainId: BigInt(invitation.chainId),
          nonce: BigInt(invitation.nonce),
          deadline: BigInt(deadline),
        },
      });
      return callRoute(
        createInvitation,
        { body: { invitation, inviter, signature } },
        { idempotencyKey: `invite-${invitation.nonce}` },
      );
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const { address } = wallet;
  const ready = address !== null && wallet.problem === null;

  return (
    <Stack>
      <Title order={2}>{t('create.title')}</Title>
      <Text size="sm" c="dimmed">
        {t('create.lead')}
      </Text>
      <Group align="flex-end">
        <NumberInput
          label={t('create.uses')}
          value={uses}
          onChange={setUses}
          min={1}
          max={1000}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          w={140}
        />
        <Select
          label={t('create.valid')}
          value={days}
          onChange={(value) => setDays(value ?? '30')}
          data={['1', '7', '30', '90'].map((value) => ({ value, label: t('create.days', { count: Number(value) }) }))}
          allowDeselect={false}
          w={160}
        />
        <Button
          disabled={!ready || typeof uses !== 'number'}
          loading={create.isPending}
          onClick={() => {
            if (address !== null && ready && !create.isPending) create.mutate(address);
          }}
        >
          {t('create.sign')}
        </Button>
      </Group>
      <WalletProblem wallet={wallet} />
      {create.error === null ? null : create.error instanceof CallError ? (
        <ErrorState failure={failureOf(create.error)} />
      ) : (
        <FaultNotice fault={faultOf(create.error)} />
      )}
      {create.data === undefined ? null : (
        <div data-invitation={create.data.code}>
          <ShareLink key={create.data.code} code={create.data.code} opened />
        </div>
      )}
    </Stack>
  );
}
