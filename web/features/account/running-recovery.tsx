import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDeployment } from '../../api/deployment.ts';
import { cancelRecoveryCall } from '../../chain/account.ts';
import { Address } from '../../ui/address.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import type { AccountPart } from './queries.ts';

/** Somebody is taking the place over: what becomes of it when, and the way to stop it. */
export function RunningRecovery({ memberId, account, wallet, ready, refresh }: AccountPart) {
  const { t } = useTranslation('member');
  const locale = useLocale();
  const deployment = useDeployment();
  const { running } = account;
  const transaction = useTransaction(`cancel-recovery:${memberId}:${running?.readyAt ?? ''}`, refresh);
  const { address } = wallet;
  const stop = () => {
    if (address !== null && ready) void transaction.run(address, () => wallet.write(cancelRecoveryCall(deployment, memberId)));
  };
  if (running === null) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={t('account.running')} role="alert" data-recovery="running">
      <Stack gap="sm">
        <Text size="sm">{t('account.runningText', { time: formatDateTime(running.readyAt, locale) })}</Text>
        <div>
          <Text size="sm">{t('account.runningTo')}</Text>
          <Address value={running.newWallet} full />
        </div>
        <TransactionNotice transaction={transaction} retry={stop} />
        <Group>
          <Button color="red" disabled={!ready} loading={isBusy(transaction.state)} onClick={stop} data-cancel-recovery>
            {t('account.cancel')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
