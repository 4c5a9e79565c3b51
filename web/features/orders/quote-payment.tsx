import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order, OrderQuote } from '#api/orders.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { approveCall, payCall, payWithPermitCall, permitOf, readQuote } from '../../chain/checkout.ts';
import { Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money, useMoneyText } from '../../ui/money.tsx';
import { isBusy } from '../../wallet/transaction/state.ts';
import { TransactionNotice } from '../../wallet/transaction/transaction-notice.tsx';
import { useTransaction, type Transaction } from '../../wallet/transaction/use-transaction.ts';
import { useWallet } from '../../wallet/use-wallet.ts';
import { WalletProblem } from '../../wallet/wallet-problem.tsx';
import { MovedContracts, useContractsPin } from '../status/contracts-pin.tsx';
import { judgeQuote } from './check-quote.ts';

interface QuotePaymentProps {
  readonly order: Order;
  readonly quote: OrderQuote;
  readonly pay: Transaction;
  readonly again: () => void;
  /** A new price is being asked for. */
  readonly asking: boolean;
}

/** A signed price, held against the order and the chain; then the wallet allows exactly this sum and pays. */
export function QuotePayment({ order, quote, pay, again, asking }: QuotePaymentProps) {
  const { t } = useTranslation('orders');
  const deployment = useDeployment();
  const moneyText = useMoneyText();
  const locale = useLocale();
  const session = useSession();
  const pin = useContractsPin();
  const wallet = useWallet(session?.account.wallet);
  const { address } = wallet;
  const check = useQuery({
    queryKey: ['quote-check', quote.signature, address],
    queryFn: async () => {
      if (address === null) return null;
      const chain = await readQuote(address, deployment);
      return { ...chain, fault: await judgeQuote(quote, order, address, chain, deployment) };
    },
    enabled: address !== null,
    retry: 1,
    // A price runs out while it is looked at.
    refetchInterval: 15_000,
  });
  const approve = useTransaction(`approve-order:${order.orderId}`, () => void check.refetch());
  // Two transactions instead of a signature and one: for wallets that sign no permits.
  const [apart, setApart] = useState(false);
  const { data } = check;
  const fault = data?.fault ?? null;
  const expired = fault === 'expired' || refusedFor(pay, 'CHECKOUT.QUOTE_EXPIRED');
  const ready = address !== null && wallet.problem === null && pin.pinned && data?.fault === null;
  const allowed = (data?.allowance ?? 0n) >= BigInt(quote.order.amount);
  const permit = apart ? null : (data?.permit ?? null);
  const busy = isBusy(pay.state) || isBusy(approve.state);

  const sendApprove = () => {
    if (ready && !busy) void approve.run(address, () => wallet.write(approveCall(deployment, quote)));
  };
  const sendPay = () => {
    if (!ready || busy) return;
    void pay.run(address, async () => {
      if (allowed || permit === null) return wallet.write(payCall(deployment, quote));
      const signature = await wallet.signTypedData(permitOf(deployment, quote, permit));
      return wallet.write(payWithPermitCall(deployment, quote, signature));
    });
  };
  const paysNow = allowed || permit !== null;
  return (
    <Stack gap="sm" data-quote-check={data === undefined || data === null ? 'checking' : (fault ?? 'fine')}>
      <MovedContracts pin={pin} />
      <WalletProblem wallet={wallet} />
      {data === undefined && !check.isError && address !== null ? (
        <Text size="sm" role="status">
          {t('pay.checking')}
        </Text>
      ) : null}
      {ready ? (
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <IconShieldCheck size={20} color="var(--upline-accent)" aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm">
            {t('pay.checked', { time: formatDateTime(new Date(quote.order.deadline * 1000).toISOString(), locale) })}
          </Text>
        </Group>
      ) : null}
      {check.isError && data === undefined ? (
        <Alert color="yellow" role="alert" title={t('pay.unchecked')}>
          <Button size="xs" variant="default" onClick={() => void check.refetch()}>
            {t('pay.checkAgain')}
          </Button>
        </Alert>
      ) : null}
      {fault === null || fault === 'expired' ? null : (
        <Alert color="red" role="alert" title={t(`pay.fault.${fault}`)}>
          {fault === 'poor' && data !== undefined && data !== null
            ? t('pay.walletHolds', { sum: moneyText(data.balance) })
            : t('pay.nothingPaid')}
        </Alert>
      )}
      {pay.state.phase === 'idle' ? <TransactionNotice transaction={approve} retry={sendApprove} /> : null}
      <TransactionNotice transaction={pay} retry={sendPay} />
      {expired && !busy ? (
        <Alert color="yellow" role="alert" title={t('pay.fault.expired')} data-expired>
          <Button size="xs" loading={asking} onClick={again}>
            {t('pay.again')}
          </Button>
        </Alert>
      ) : null}
      {ready && !busy ? (
        <Text size="sm" c="dimmed">
          {t(allowed ? 'pay.meansAllowed' : permit === null ? 'pay.meansApart' : 'pay.meansPermit')}
        </Text>
      ) : null}
      <Group>
        {paysNow ? (
          <Button disabled={!ready} loading={busy} onClick={sendPay} data-pay-wallet>
            {t(apart || data?.permit === null ? 'pay.second' : 'pay.now')} · <Money amount={order.total} c="inherit" ml={6} />
          </Button>
        ) : (
          <Button disabled={!ready} loading={busy} onClick={sendApprove} data-approve>
            {t('pay.first')} · <Money amount={order.total} c="inherit" ml={6} />
          </Button>
        )}
        {permit === null || allowed || busy ? null : (
          <Button variant="subtle" disabled={!ready} onClick={() => setApart(true)} data-apart>
            {t('pay.apart')}
          </Button>
        )}
      </Group>
      <Details>
        <Stack gap={4}>
          <div>
            {t('pay.checkout')}: <Fingerprint value={deployment.contracts.checkout} />
          </div>
          <div>
            {t('pay.quoter')}: <Fingerprint value={quote.quoter} />
          </div>
        </Stack>
      </Details>
    </Stack>
  );
}

function refusedFor({ state }: Transaction, code: string): boolean {
  return state.phase === 'failed' && state.refusal?.code === code;
}
