import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stringToHex } from 'viem';
import { planRegistryAbi } from '#chain/generated/abi.ts';
import { packInstantLevels } from '#kernel/instant-levels.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { useChainRoles } from '../../chain/roles.ts';
import { LinkButton } from '../../ui/link.tsx';
import { LazyPart, LoadingState } from '../../ui/states.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';
import { MovedContracts, useContractsPin } from '../status/contracts-pin.tsx';
import type { Announcement } from './announcement.ts';

/** The last step: the plan administrator's own wallet sends the plan to the registry. The server has no part in it. */
export function SignAnnouncement({ announcement, sound }: { announcement: Announcement; sound: boolean }) {
  const { t } = useTranslation('plans');
  const session = useSession();
  const roles = useChainRoles(session?.account.wallet);
  if (roles.isError) return <Alert color="yellow" title={t('check.unread')} role="alert" />;
  if (roles.data === undefined) return <LoadingState lines={1} />;
  if (!roles.data.planAdministrator) return <Text c="dimmed">{t('publish.others')}</Text>;
  return (
    <LazyPart lines={1}>
      <WalletProvider>
        <Signing announcement={announcement} sound={sound} account={session?.account.wallet} />
      </WalletProvider>
    </LazyPart>
  );
}

function Signing({
  announcement,
  sound,
  account,
}: {
  announcement: Announcement;
  sound: boolean;
  account: `0x${string}` | undefined;
}) {
  const { t } = useTranslation('plans');
  const deployment = useDeployment();
  const wallet = useWallet(account);
  const pin = useContractsPin();
  const queryClient = useQueryClient();
  const [understood, setUnderstood] = useState(false);
  const { canonical, capPpm, firstPeriod, planHash } = announcement;
  const levels = packInstantLevels(announcement.instantLevels);
  const publishing = useTransaction(`publish:${planHash}:${firstPeriod}:${levels}`, () => {
    for (const name of ['plan-registry', 'plans', 'plan-in-force']) void queryClient.invalidateQueries({ queryKey: [name] });
  });
  const { address } = wallet;
  const ready = address !== null && wallet.problem === null && pin.pinned;
  const send = () => {
    if (address === null || !ready) return;
    const call = {
      address: deployment.contracts.planRegistry,
      abi: planRegistryAbi,
      functionName: 'publish',
      args: [stringToHex(canonical), capPpm, firstPeriod, levels],
    } as const;
    void publishing.run(address, () => wallet.write(call));
  };
  return (
    <Stack>
      <Checkbox
        label={t('publish.understood')}
        checked={understood}
        onChange={({ currentTarget: { checked } }) => setUnderstood(checked)}
      />
      <MovedContracts pin={pin} />
      <WalletProblem wallet={wallet} />
      <TransactionNotice transaction={publishing} retry={send} />
      <Group>
        <Button
          disabled={!ready || !sound || !understood || publishing.state.phase === 'done'}
          loading={isBusy(publishing.state)}
          onClick={send}
          data-publish
        >
          {t('publish.sign')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Where there is nothing left to do: the newest version is this one. */
export function Published({ version, firstPeriod }: { version: number; firstPeriod: number }) {
  const { t } = useTranslation('plans');
  return (
    <Alert color="pine" icon={<IconShieldCheck />} title={t('publish.done', { version })} role="status" data-published={version}>
      <Stack align="flex-start" gap="sm">
        {t('publish.doneText', { period: firstPeriod })}
        <LinkButton size="xs" variant="default" to="/console/plans" search={{ version }}>
          {t('publish.see')}
        </LinkButton>
      </Stack>
    </Alert>
  );
}
