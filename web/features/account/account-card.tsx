import { Alert, Button, Card, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAddress, zeroAddress } from 'viem';
import { genealogyAbi } from '#chain/generated/abi.ts';
import type { Address as AddressText } from '#kernel/hex.ts';
import { useDeployment } from '../../api/deployment.ts';
import { Address } from '../../ui/address.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { readAccount, type AccountOnChain } from './read-account.ts';

/** How the member is paid and who may replace a lost wallet: read from the chain, changed by the member's own wallet and nobody else. */
export function AccountCard({ memberId, wallet }: { memberId: number; wallet: AddressText }) {
  const { t } = useTranslation('member');
  const deployment = useDeployment();
  const account = useQuery({
    queryKey: ['account', memberId, wallet],
    queryFn: () => readAccount(memberId, wallet, deployment),
    refetchInterval: 15_000,
  });
  return (
    <Card data-account>
      <Stack>
        <Title order={2}>{t('account.title')}</Title>
        <QueryView query={account} lines={2}>
          {(data) => <AccountForm memberId={memberId} wallet={wallet} account={data} refresh={() => void account.refetch()} />}
        </QueryView>
      </Stack>
    </Card>
  );
}

function AccountForm(props: { memberId: number; wallet: AddressText; account: AccountOnChain; refresh: () => void }) {
  const { memberId, account, refresh } = props;
  const { t } = useTranslation('member');
  const locale = useLocale();
  const { contracts } = useDeployment();
  const wallet = useWallet(props.wallet);
  const transaction = useTransaction(`account:${memberId}`, refresh);
  const [recovery, setRecovery] = useState('');
  const { address } = wallet;
  const ready = address !== null && wallet.problem === null && !isBusy(transaction.state);
  const genealogy = { address: contracts.genealogy, abi: genealogyAbi } as const;
  const send = (call: Parameters<typeof wallet.write>[0]) => {
    if (address !== null && ready) void transaction.run(address, () => wallet.write(call));
  };
  const chooseRoute = (bank: boolean) => send({ ...genealogy, functionName: 'chooseRoute', args: [bank] });
  const name = (who: AddressText) => send({ ...genealogy, functionName: 'setRecovery', args: [who] });
  const { running } = account;
  return (
    <Stack>
      {running === null ? null : (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('account.running')} role="alert" data-recovery="running">
          <Stack gap="xs">
            <Text size="sm">{t('account.runningText', { time: formatDateTime(running.readyAt, locale) })}</Text>
            <Address value={running.newWallet} full />
            <Group>
              <Button
                color="red"
                disabled={!ready}
                onClick={() => send({ ...genealogy, functionName: 'cancelRecovery', args: [memberId] })}
                data-cancel-recovery
              >
                {t('account.cancel')}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      <Text fw={600}>{t('account.route')}</Text>
      <SegmentedControl
        value={account.bankRoute ? 'bank' : 'token'}
        onChange={(value) => chooseRoute(value === 'bank')}
        disabled={!ready}
        data={[
          { value: 'token', label: t('account.token') },
          { value: 'bank', label: t('account.bank') },
        ]}
        aria-label={t('account.route')}
        data-route={account.bankRoute ? 'bank' : 'token'}
      />
      <Text fw={600}>{t('account.recovery')}</Text>
      <Text size="sm" c="dimmed">
        {t('account.recoveryMeans', { days: account.delayDays })}
      </Text>
      {account.recovery === null ? <Text size="sm">{t('account.nobody')}</Text> : <Address value={account.recovery} full />}
      <TextInput
        label={t('account.newRecovery')}
        value={recovery}
        onChange={(event) => setRecovery(event.currentTarget.value.trim())}
        error={recovery !== '' && !isAddress(recovery) ? t('account.noAddress') : null}
      />
      <WalletProblem wallet={wallet} />
      <TransactionNotice transaction={transaction} retry={transaction.reset} />
      <Group>
        <Button
          disabled={!ready || !isAddress(recovery)}
          onClick={() => {
            if (isAddress(recovery)) name(recovery);
          }}
          data-set-recovery
        >
          {t('account.setRecovery')}
        </Button>
        {account.recovery === null ? null : (
          <Button variant="default" disabled={!ready} onClick={() => name(zeroAddress)}>
            {t('account.dropRecovery')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
