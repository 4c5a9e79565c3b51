import { Card, Divider, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Address } from '#kernel/hex.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';
import { ChainView } from '../status/chain-view.tsx';
import { MovedContracts, useContractsPin } from '../status/contracts-pin.tsx';
import { useAccountQuery } from './queries.ts';
import { RecoveryPerson } from './recovery-person.tsx';
import { RouteChoice } from './route-choice.tsx';
import { RunningRecovery } from './running-recovery.tsx';

/** How the member is paid and who may replace a lost wallet: read from the chain, changed by the member's own wallet and nobody else. */
export default function AccountCard({ memberId, wallet }: { memberId: number; wallet: Address }) {
  return (
    <WalletProvider>
      <Account memberId={memberId} owner={wallet} />
    </WalletProvider>
  );
}

function Account({ memberId, owner }: { memberId: number; owner: Address }) {
  const { t } = useTranslation('member');
  const account = useQuery(useAccountQuery(memberId, owner));
  const wallet = useWallet(owner);
  const pin = useContractsPin();
  const ready = wallet.address !== null && wallet.problem === null && pin.pinned;
  return (
    <Card data-account>
      <Stack>
        <Title order={2}>{t('account.title')}</Title>
        <MovedContracts pin={pin} />
        <WalletProblem wallet={wallet} />
        <ChainView query={account} lines={2}>
          {(data) => {
            const shared = { memberId, account: data, wallet, ready, refresh: () => void account.refetch() };
            return (
              <Stack gap="lg">
                <RunningRecovery {...shared} />
                <RouteChoice {...shared} />
                <Divider />
                <RecoveryPerson {...shared} owner={owner} />
              </Stack>
            );
          }}
        </ChainView>
      </Stack>
    </Card>
  );
}
