import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectDialog } from './connect-dialog.tsx';
import { faultOf, type WalletFault } from './faults.ts';
import { FaultNotice } from './fault-notice.tsx';
import type { Wallet } from './use-wallet.ts';
import { LinkButton } from '../ui/link.tsx';

/** Stands where the signing button would: nothing is sent until the right wallet is on the right network. Empty when all is well. */
export function WalletProblem({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation('wallet');
  const [dialog, { open, close }] = useDisclosure(false);
  const [fault, setFault] = useState<WalletFault | null>(null);
  if (wallet.problem === null || wallet.connecting) return null;
  const switchNetwork = () => {
    setFault(null);
    wallet.switchNetwork().catch((error: unknown) => setFault(faultOf(error)));
  };
  const actions: Partial<Record<WalletFault, React.ReactNode>> = {
    noWallet: (
      <Button size="xs" onClick={open}>
        {t('connect.choose')}
      </Button>
    ),
    wrongNetwork: (
      <Button size="xs" onClick={switchNetwork}>
        {t('switchNetwork')}
      </Button>
    ),
    wrongAccount: (
      <LinkButton size="xs" to="/sign-in">
        {t('signInAgain')}
      </LinkButton>
    ),
  };
  return (
    <>
      <FaultNotice fault={fault ?? wallet.problem} action={actions[wallet.problem]} />
      <ConnectDialog opened={dialog} onClose={close} />
    </>
  );
}
