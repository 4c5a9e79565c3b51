import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { quoteOrder, type Order } from '#api/orders.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { useAction } from '../../api/use-action.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { readBalance } from '../../chain/checkout.ts';
import { readerOf } from '../../chain/reader.ts';
import { useMoneyText } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProvider } from '../../wallet/wallet-provider.tsx';
import { orderQuery } from './queries.ts';
import { QuotePayment } from './quote-payment.tsx';

/** Pays an order with tokens of the member's own wallet. Survives a reload: a payment on its way is followed again. */
export default function PayWithWallet({ order }: { order: Order }) {
  return (
    <WalletProvider>
      <Payment order={order} />
    </WalletProvider>
  );
}

function Payment({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const queryClient = useQueryClient();
  const failureOf = useFailureText();
  const moneyText = useMoneyText();
  const session = useSession();
  const { key, refresh } = useOrderRefresh(order);
  const pay = useTransaction(key, refresh);
  const paid = pay.state.phase === 'done';
  // The chain has the payment; the order learns of it from the mirror a moment later.
  useQuery({ ...orderQuery(order.orderId), enabled: paid, refetchInterval: paid ? 1_500 : false });
  const quote = useAction({
    mutationFn: () => callRoute(quoteOrder, { params: { orderId: order.orderId }, body: {} }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['quote-check'] }),
  });
  const balance = useBalance(session?.account.wallet);
  const poor = balance !== undefined && balance < BigInt(order.total);

  // Before a price is known: nothing to pay yet, or a payment that was begun before the page was loaded again.
  if (quote.data === undefined || paid) {
    return (
      <Stack gap="sm" data-wallet-payment={pay.state.phase}>
        <TransactionNotice transaction={pay} retry={() => quote.mutate()} />
        {paid ? <Text size="sm">{t('pay.arriving')}</Text> : null}
        {quote.error === null ? null : <ErrorState failure={failureOf(quote.error)} retry={() => quote.mutate()} />}
        {isBusy(pay.state) || paid ? null : (
          <>
            <Text size="sm" c="dimmed">
              {balance === undefined ? t('pay.walletLead') : t('pay.walletHolds', { sum: moneyText(balance) })}
            </Text>
            {poor ? (
              <Alert color="gray" title={t('pay.fault.poor')} data-quote-check="poor">
                {t('pay.poorCure')}
              </Alert>
            ) : null}
            <Group>
              <Button variant="default" loading={quote.isPending} disabled={poor} onClick={() => quote.mutate()} data-quote>
                {t('pay.wallet')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    );
  }
  return <QuotePayment order={order} quote={quote.data} pay={pay} again={() => quote.mutate()} asking={quote.isPending} />;
}

function useOrderRefresh(order: Order) {
  const queryClient = useQueryClient();
  return {
    key: `pay-order:${order.orderId}`,
    refresh: () => {
      void queryClient.invalidateQueries({ queryKey: orderQuery(order.orderId).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['orders'] });
      void queryClient.invalidateQueries({ queryKey: ['token-balance'] });
    },
  };
}

/** What the wallet holds, asked before a price: a price holds the goods, and the order, for a quarter of an hour. */
function useBalance(account: `0x${string}` | undefined): bigint | undefined {
  const deployment = useDeployment();
  const wallet = useWallet(account);
  const { address } = wallet;
  return useQuery({
    queryKey: ['token-balance', address],
    queryFn: () => readBalance(address ?? '0x', deployment.token.address, readerOf(deployment)),
    enabled: address !== null,
    refetchInterval: 15_000,
  }).data;
}
