import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { erc20Abi } from 'viem';
import { quoteOrder, type Order, type OrderQuote } from '#api/orders.ts';
import { checkoutAbi } from '#chain/generated/abi.ts';
import { callRoute } from '../../api/client.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { useAction } from '../../api/use-action.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { readerOf } from '../../chain/reader.ts';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { judgeQuote, orderWords, readQuote } from './check-quote.ts';
import { orderQuery } from './queries.ts';

/** Asks for a signed price, holds it against the order and the chain, and lets the wallet approve and pay. */
export function PayWithWallet({ order }: { order: Order }) {
  const { t } = useTranslation('orders');
  const failureOf = useFailureText();
  const quote = useAction({ mutationFn: () => callRoute(quoteOrder, { params: { orderId: order.orderId }, body: {} }) });
  if (quote.data !== undefined) return <QuotePayment order={order} quote={quote.data} again={() => quote.mutate()} />;
  return (
    <Stack>
      {quote.error === null ? null : <ErrorState failure={failureOf(quote.error)} />}
      <Group>
        <Button variant="default" loading={quote.isPending} onClick={() => quote.mutate()} data-quote>
          {t('pay.wallet')}
        </Button>
      </Group>
    </Stack>
  );
}

function QuotePayment({ order, quote, again }: { order: Order; quote: OrderQuote; again: () => void }) {
  const { t } = useTranslation('orders');
  const deployment = useDeployment();
  const session = useSession();
  const queryClient = useQueryClient();
  const wallet = useWallet(session?.account.wallet);
  const { address } = wallet;
  const check = useQuery({
    queryKey: ['quote-check', quote.signature, address],
    queryFn: async () => {
      if (address === null) return null;
      const chain = await readQuote(address, deployment);
      return { fault: await judgeQuote(quote, order, address, chain, deployment), allowance: chain.allowance };
    },
    enabled: address !== null,
    retry: 1,
  });
  const approve = useTransaction(`approve-order:${order.orderId}`, () => void check.refetch());
  const pay = useTransaction(`pay-order:${order.orderId}`, () => {
    void queryClient.invalidateQueries({ queryKey: orderQuery(order.orderId).queryKey });
    void queryClient.invalidateQueries({ queryKey: ['orders'] });
  });
  const words = orderWords(quote);
  const ready = address !== null && wallet.problem === null && check.data?.fault === null;
  const approved = (check.data?.allowance ?? 0n) >= words.amount;
  const sendApprove = () => {
    if (address === null || !ready) return;
    const args = [deployment.contracts.checkout, words.amount] as const;
    void approve.run(address, () =>
      wallet.write({ address: deployment.token.address, abi: erc20Abi, functionName: 'approve', args }),
    );
  };
  const sendPay = () => {
    if (address === null || !ready) return;
    const call = {
      address: deployment.contracts.checkout,
      abi: checkoutAbi,
      functionName: 'pay',
      args: [words, quote.signature],
    } as const;
    void pay.run(address, async () => {
      // Asked first without sending: a refusal of the contract is told in words and costs nothing.
      await readerOf(deployment).simulateContract({ ...call, account: address });
      return wallet.write(call);
    });
  };
  const fault = check.data?.fault ?? null;
  return (
    <Stack data-quote-check={check.data === undefined ? 'checking' : (fault ?? 'fine')}>
      <Text size="sm">{t('pay.walletMeans')}</Text>
      <WalletProblem wallet={wallet} />
      {ready ? (
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <IconShieldCheck size={20} color="var(--upline-accent)" aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm">{t('pay.checked')}</Text>
        </Group>
      ) : null}
      {check.isError ? <Alert color="yellow" role="alert" title={t('pay.unchecked')} /> : null}
      {fault === null ? null : (
        <Alert color="red" role="alert" title={t(`pay.fault.${fault}`)}>
          {fault === 'expired' ? (
            <Button size="xs" variant="light" onClick={again}>
              {t('pay.again')}
            </Button>
          ) : null}
        </Alert>
      )}
      <TransactionNotice transaction={approved ? pay : approve} retry={approved ? sendPay : sendApprove} />
      <Group>
        {approved ? (
          <Button disabled={!ready || pay.state.phase === 'done'} loading={isBusy(pay.state)} onClick={sendPay} data-pay-wallet>
            {t('pay.pay')} · <Money amount={order.total} c="inherit" ml={6} />
          </Button>
        ) : (
          <Button disabled={!ready} loading={isBusy(approve.state)} onClick={sendApprove} data-approve>
            {t('pay.approve')} · <Money amount={order.total} c="inherit" ml={6} />
          </Button>
        )}
      </Group>
    </Stack>
  );
}
