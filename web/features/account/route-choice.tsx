import { Button, Group, Radio, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeployment } from '../../api/deployment.ts';
import { chooseRouteCall } from '../../chain/account.ts';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import type { AccountPart } from './queries.ts';

type Route = 'token' | 'bank';

/** To the wallet or by bank. Chosen first and sent by a button: a slip of the finger must not cost a fee. */
export function RouteChoice({ memberId, account, wallet, ready, refresh }: AccountPart) {
  const { t } = useTranslation('member');
  const deployment = useDeployment();
  const [wanted, setWanted] = useState<Route | null>(null);
  const transaction = useTransaction(`route:${memberId}`, refresh);
  const current: Route = account.bankRoute ? 'bank' : 'token';
  const chosen = wanted ?? current;
  const busy = isBusy(transaction.state);
  const { address } = wallet;
  const save = () => {
    if (address === null || !ready) return;
    transaction.reset();
    void transaction.run(address, () => wallet.write(chooseRouteCall(deployment, chosen === 'bank')));
  };
  return (
    <Stack gap="sm" data-route={current}>
      <Title order={3}>{t('account.route')}</Title>
      <Radio.Group
        value={chosen}
        onChange={(value) => {
          transaction.reset();
          setWanted(value);
        }}
        aria-label={t('account.route')}
      >
        <Stack gap="sm">
          {(['token', 'bank'] as const).map((route) => (
            <Radio
              key={route}
              value={route}
              disabled={busy}
              label={t(`account.${route}`)}
              description={t(`account.${route}Means`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TransactionNotice transaction={transaction} retry={save} />
      {chosen === current ? null : (
        <Group>
          <Button disabled={!ready} loading={busy} onClick={save} data-save-route>
            {t(`account.choose.${chosen}`)}
          </Button>
          <Button variant="subtle" disabled={busy} onClick={() => setWanted(null)}>
            {t('account.keep')}
          </Button>
        </Group>
      )}
      <Text size="xs" c="dimmed">
        {t('account.routeNote')}
      </Text>
    </Stack>
  );
}
