import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Address as AddressText, Hex } from '#kernel/hex.ts';
import { useDeployment, useIsDemo } from '../../api/deployment.ts';
import { useAction } from '../../api/use-action.ts';
import { ownerOf, type Agreement } from '../../chain/account.ts';
import { Address } from '../../ui/address.tsx';
import { ConnectDialog } from '../../wallet/connect-dialog.tsx';
import { faultOf } from '../../wallet/faults.ts';
import { FaultNotice } from '../../wallet/fault-notice.tsx';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { agreementDeadline, agreementWords } from './agreement.ts';

interface AgreeStepProps {
  readonly memberId: number;
  readonly allowed: boolean;
  readonly onAgreed: (agreement: Agreement) => void;
}

/** The new wallet signs that it will act for the member. Costs nothing and moves nothing. */
export function AgreeStep({ memberId, allowed, onAgreed }: AgreeStepProps) {
  const { t } = useTranslation('recover');
  const deployment = useDeployment();
  const demo = useIsDemo();
  const wallet = useWallet();
  const { address } = wallet;
  const [dialog, { open, close }] = useDisclosure(false);
  const owner = useQuery({
    queryKey: ['wallet-owner', address],
    queryFn: () => ownerOf(address ?? '0x', deployment),
    enabled: address !== null,
  });
  const sign = async (who: AddressText, signer: (words: ReturnType<typeof agreementWords>) => Promise<Hex>) => {
    const deadline = await agreementDeadline(deployment);
    const words = { memberId, wallet: who, deadline };
    return { ...words, signature: await signer(agreementWords(deployment, words)) };
  };
  const agree = useAction({
    mutationFn: (who: AddressText) => sign(who, (words) => wallet.signTypedData(words)),
    onSuccess: onAgreed,
  });
  const agreeWithDemo = useAction({
    mutationFn: async () => {
      if (!__DEMO__) throw new Error('this build has no demo wallet');
      const { replacementDemoAccount } = await import('../../wallet/demo/keys.ts');
      const account = replacementDemoAccount();
      return sign(account.address, (words) => account.signTypedData(words));
    },
    onSuccess: onAgreed,
  });
  const taken = owner.data !== undefined && owner.data !== 0;
  const error = agree.error ?? agreeWithDemo.error;
  return (
    <Stack gap="sm">
      <Text size="sm">{t('agree.lead')}</Text>
      {address === null ? null : (
        <>
          <Text size="sm">{t('agree.connected')}</Text>
          <Address value={address} full />
          <WalletProblem wallet={wallet} />
          {taken ? (
            <Alert color="yellow" title={t('agree.taken', { number: owner.data })} data-taken>
              {t('agree.takenText')}
            </Alert>
          ) : null}
        </>
      )}
      {error === null ? null : <FaultNotice fault={faultOf(error)} />}
      <Group gap="xs">
        {address === null || taken ? null : (
          <Button
            disabled={!allowed || wallet.problem !== null || owner.data === undefined}
            loading={agree.isPending}
            onClick={() => agree.mutate(address)}
            data-agree
          >
            {t('agree.sign')}
          </Button>
        )}
        <Button variant={address === null ? 'filled' : 'default'} onClick={open}>
          {t(address === null ? 'agree.connect' : 'agree.another')}
        </Button>
        {demo ? (
          <Button
            variant="default"
            disabled={!allowed}
            loading={agreeWithDemo.isPending}
            onClick={() => agreeWithDemo.mutate()}
            data-agree-demo
          >
            {t('agree.demo')}
          </Button>
        ) : null}
      </Group>
      <ConnectDialog opened={dialog} onClose={close} />
    </Stack>
  );
}
