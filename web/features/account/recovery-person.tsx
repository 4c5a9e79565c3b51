import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAddress } from 'viem';
import type { Address as AddressText } from '#kernel/hex.ts';
import { useDeployment } from '../../api/deployment.ts';
import { setRecoveryCall } from '../../chain/account.ts';
import { Address, Fingerprint } from '../../ui/address.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { looksLike, sameAddress } from './lookalike.ts';
import type { AccountPart } from './queries.ts';

/** Who may replace a lost wallet: shown in full, named and dropped by the wallet itself. */
export function RecoveryPerson({ memberId, account, wallet, ready, refresh, owner }: AccountPart & { owner: AddressText }) {
  const { t } = useTranslation('member');
  const deployment = useDeployment();
  const [wanted, setWanted] = useState('');
  const transaction = useTransaction(`recovery:${memberId}`, () => {
    setWanted('');
    refresh();
  });
  const [last, setLast] = useState<AddressText | null>(null);
  const busy = isBusy(transaction.state);
  const { address } = wallet;
  const { recovery } = account;
  const name = (who: AddressText | null) => {
    if (address === null || !ready) return;
    setLast(who);
    transaction.reset();
    void transaction.run(address, () => wallet.write(setRecoveryCall(deployment, who)));
  };
  const error = faultOf();
  const twin = error === null && isAddress(wanted) ? [owner, recovery].find((known) => looksLike(wanted, known)) : undefined;

  function faultOf(): string | null {
    if (wanted === '') return null;
    if (!isAddress(wanted)) return t('account.noAddress');
    return sameAddress(wanted, owner) ? t('account.ownAddress') : null;
  }

  return (
    <Stack gap="sm" data-recovery-person={recovery?.toLowerCase() ?? 'nobody'}>
      <Title order={3}>{t('account.recovery')}</Title>
      <Text size="sm" c="dimmed">
        {t('account.recoveryMeans', { count: account.delayDays })}
      </Text>
      {recovery === null ? (
        <Alert color="yellow" title={t('account.nobody')} />
      ) : (
        <div>
          <Text size="sm">{t('account.named')}</Text>
          <Address value={recovery} full />
          <Text size="sm" c="dimmed" mt={4}>
            {t('account.tellThem')}
          </Text>
          <Fingerprint value={`${location.origin}/recover?member=${memberId}`} />
        </div>
      )}
      <TextInput
        label={t('account.newRecovery')}
        placeholder="0x…"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value.trim())}
        error={error}
        disabled={busy}
        autoComplete="off"
        spellCheck={false}
      />
      {twin === undefined || twin === null ? null : (
        <Alert color="yellow" role="alert" title={t('account.twin')} data-lookalike>
          <Fingerprint value={twin} />
          <Text size="sm">{t('account.twinText')}</Text>
        </Alert>
      )}
      <TransactionNotice transaction={transaction} retry={() => name(last)} />
      <Group>
        <Button
          disabled={!ready || wanted === '' || error !== null}
          loading={busy && last !== null}
          onClick={() => {
            if (isAddress(wanted)) name(wanted);
          }}
          data-set-recovery
        >
          {t('account.setRecovery')}
        </Button>
        {recovery === null ? null : (
          <Button
            variant="default"
            disabled={!ready || busy}
            loading={busy && last === null}
            onClick={() => name(null)}
            data-drop
          >
            {t('account.dropRecovery')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
