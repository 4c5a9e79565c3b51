import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Address as AddressText } from '#kernel/hex.ts';
import { useDeployment, useIsDemo } from '../../api/deployment.ts';
import { finishRecoveryCall, startRecoveryCall, type Agreement } from '../../chain/account.ts';
import { Address } from '../../ui/address.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { ConnectDialog } from '../../wallet/connect-dialog.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { agreementLink } from './agreement.ts';

interface StartStepProps {
  readonly agreement: Agreement;
  /** Whom the member named: nobody else can start. */
  readonly named: AddressText;
  readonly allowed: boolean;
  readonly onStarted: () => void;
  readonly onAnother: () => void;
}

/** The named address brings the agreement to the chain. */
export function StartStep({ agreement, named, allowed, onStarted, onAnother }: StartStepProps) {
  const { t } = useTranslation('recover');
  const { t: common } = useTranslation('common');
  const deployment = useDeployment();
  const wallet = useWallet();
  const { address } = wallet;
  const transaction = useTransaction(`start-recovery:${agreement.memberId}`, onStarted);
  const busy = isBusy(transaction.state);
  const other = address !== null && address.toLowerCase() !== named.toLowerCase();
  const start = () => {
    if (address === null || other || !allowed) return;
    void transaction.run(address, () => wallet.write(startRecoveryCall(deployment, agreement)));
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t('start.lead')}</Text>
      {other ? <OtherWallet named={named} memberId={agreement.memberId} /> : <WalletProblem wallet={wallet} />}
      <TransactionNotice transaction={transaction} retry={start} />
      <Group gap="xs">
        <Button
          disabled={address === null || other || wallet.problem !== null || !allowed || transaction.state.phase === 'done'}
          loading={busy}
          onClick={start}
          data-start-recovery
        >
          {t('start.send')}
        </Button>
        <CopyButton value={agreementLink(location.origin, agreement)} timeout={1500}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? common('copied') : t('start.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="subtle" disabled={busy} onClick={onAnother}>
          {t('start.another')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {t('start.copyMeans')}
      </Text>
    </Stack>
  );
}

/** The wallet that is connected cannot start this recovery. */
function OtherWallet({ named, memberId }: { named: AddressText; memberId: number }) {
  const { t } = useTranslation('recover');
  const demo = useIsDemo();
  const [dialog, { open, close }] = useDisclosure(false);
  return (
    <Alert color="yellow" title={t('start.other')} data-fault="notNamed">
      <Stack gap="xs">
        <Address value={named} full />
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={open}>
            {t('agree.another')}
          </Button>
          {demo ? (
            <LinkButton size="xs" variant="default" to="/sign-in" search={{ next: `/recover?member=${memberId}` }}>
              {t('start.demoPerson')}
            </LinkButton>
          ) : null}
        </Group>
      </Stack>
      <ConnectDialog opened={dialog} onClose={close} />
    </Alert>
  );
}

interface FinishStepProps {
  readonly memberId: number;
  /** Who acts for the member until now. */
  readonly current: AddressText;
  readonly allowed: boolean;
  readonly onFinished: () => void;
}

/** After the days of waiting anybody may send the last step; whoever does pays its fee. */
export function FinishStep({ memberId, current, allowed, onFinished }: FinishStepProps) {
  const { t } = useTranslation('recover');
  const deployment = useDeployment();
  const wallet = useWallet();
  const { address } = wallet;
  const transaction = useTransaction(`finish-recovery:${memberId}`, onFinished);
  const finish = () => {
    if (address === null || !allowed) return;
    void transaction.run(address, () => wallet.write(finishRecoveryCall(deployment, memberId, current)));
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t('finish.lead')}</Text>
      <WalletProblem wallet={wallet} />
      <TransactionNotice transaction={transaction} retry={finish} />
      <Group>
        <Button
          disabled={address === null || wallet.problem !== null || !allowed || transaction.state.phase === 'done'}
          loading={isBusy(transaction.state)}
          onClick={finish}
          data-finish-recovery
        >
          {t('finish.send')}
        </Button>
      </Group>
    </Stack>
  );
}
