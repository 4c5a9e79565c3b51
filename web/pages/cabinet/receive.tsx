import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Claim, ClaimOffer } from '#api/claims.ts';
import { toDecimalText } from '#kernel/money.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useMyMemberId } from '../../api/me.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { InstantCredit } from '../../features/claims/credit.tsx';
import { PaymentProgress } from '../../features/claims/payment-progress.tsx';
import { useClaim } from '../../features/claims/use-payment.ts';
import { judgeOffer, readOffer } from '../../features/claims/verify-offer.ts';
import { claimQuery, claimsQuery } from '../../features/earnings/queries.ts';
import { MovedContracts, useContractsPin } from '../../features/status/contracts-pin.tsx';
import { Address, Fingerprint } from '../../ui/address.tsx';
import { AsOf } from '../../ui/as-of.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money, useCurrency, useMoneyText } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { LinkButton } from '../../ui/link.tsx';

export function ReceivePage() {
  const { t } = useTranslation('receive');
  const { t: earningsText } = useTranslation('earnings');
  const memberId = useMyMemberId();
  const offer = useQuery({ ...claimQuery(memberId), refetchInterval: 10_000 });
  const claims = useQuery(claimsQuery(memberId));
  const claim = useClaim(memberId);
  const columns = useClaimColumns();
  return (
    <Page title={t('title')} lead={t('lead')} back={{ label: earningsText('title'), to: '/earnings' }} width="narrow">
      <Stack gap="md">
        {claim.asked === null ? (
          <QueryView query={offer}>{(data) => <Offer offer={data} request={claim.request} />}</QueryView>
        ) : (
          <PaymentProgress payment={claim.asked} onClose={() => void claim.finish()} />
        )}
        <InstantCredit memberId={memberId} />
      </Stack>
      <Stack gap="sm" mt="md">
        <Title order={2}>{t('history')}</Title>
        <QueryView query={claims}>
          {({ items }) => (
            <DataTable
              label={t('history')}
              columns={columns}
              rows={items}
              rowKey={(row) => row.txHash + row.cumulative}
              exportName="received.csv"
              empty={<Text c="dimmed">{t('noHistory')}</Text>}
            />
          )}
        </QueryView>
      </Stack>
    </Page>
  );
}

function Offer({ offer, request }: { offer: ClaimOffer; request: ReturnType<typeof useClaim>['request'] }) {
  const { t } = useTranslation('receive');
  const deployment = useDeployment();
  const failureOf = useFailureText();
  const moneyText = useMoneyText();
  const pin = useContractsPin();
  const checked = useQuery({
    queryKey: ['claim-check', offer.memberId, offer.root, offer.cumulative, offer.settled, offer.wallet],
    queryFn: async () => judgeOffer(offer, await readOffer(offer, deployment), deployment) ?? 'fine',
    enabled: offer.claimable !== '0',
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return 10_000;
      return state.data === 'settled' || state.data === 'root' ? 2_000 : false;
    },
  });
  if (offer.claimable === '0') {
    return (
      <EmptyState
        title={t('nothing.title')}
        text={t('nothing.text')}
        action={
          <LinkButton to="/earnings" variant="default">
            {t('nothing.action')}
          </LinkButton>
        }
      />
    );
  }
  if (offer.route === 'bank') {
    return (
      <EmptyState
        title={t('byBank.title', { sum: moneyText(offer.claimable) })}
        text={t('byBank.text')}
        action={
          <LinkButton to="/members/$memberId" params={{ memberId: String(offer.memberId) }} variant="default">
            {t('byBank.action')}
          </LinkButton>
        }
      />
    );
  }
  const fine = checked.data === 'fine' && pin.pinned;
  return (
    <Card padding="xl" data-offer={checked.data ?? 'checking'}>
      <Stack gap="lg">
        <div>
          <Text size="sm" c="dimmed">
            {t('amount')}
          </Text>
          <Money amount={offer.claimable} large />
        </div>
        <Facts
          wide
          items={[
            { label: t('fee'), value: t('feeFree') },
            { label: t('to'), value: offer.wallet === null ? t('noWallet') : <Address value={offer.wallet} full /> },
          ]}
        />
        {fine ? (
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <IconShieldCheck size={20} color="var(--upline-accent)" aria-hidden style={{ flexShrink: 0 }} />
            <Text size="sm">{t('checked')}</Text>
          </Group>
        ) : null}
        {checked.data === undefined && !checked.isError ? <Text size="sm">{t('checking')}</Text> : null}
        {checked.isError ? <Alert color="yellow" title={t('unchecked')} role="alert" /> : null}
        <MovedContracts pin={pin} />
        {checked.data === undefined || checked.data === 'fine' ? null : (
          <Alert
            color="red"
            role="alert"
            title={t(checked.data === 'poor' ? 'cannotNow' : 'refused')}
            data-refused={checked.data}
          >
            {t(`fault.${checked.data}`)}
          </Alert>
        )}
        {request.error === null ? null : <ErrorState failure={failureOf(request.error)} retry={() => request.mutate(offer)} />}
        <Button
          size="lg"
          disabled={!fine}
          loading={request.isPending}
          onClick={() => {
            if (fine && !request.isPending) request.mutate(offer);
          }}
          data-receive
        >
          {t('receive')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('tax')}
        </Text>
        <AsOf asOf={offer.asOf} />
        <Details>
          <Stack gap={4}>
            <div>
              {t('vault')}: <Fingerprint value={deployment.contracts.payoutVault} />
            </div>
            <div>
              {t('root')}: <Fingerprint value={offer.root ?? '—'} />
            </div>
          </Stack>
        </Details>
      </Stack>
    </Card>
  );
}

function useClaimColumns(): readonly DataColumn<Claim>[] {
  const { t } = useTranslation('receive');
  const locale = useLocale();
  const { minorDigits } = useCurrency();
  return useMemo(
    () => [
      { id: 'time', header: t('when'), primary: true, cell: (row) => formatDateTime(row.time, locale), text: (row) => row.time },
      {
        id: 'amount',
        header: t('amount'),
        numeric: true,
        cell: (row) => <Money amount={row.amount} fw={600} />,
        text: (row) => toDecimalText(BigInt(row.amount), minorDigits),
      },
      {
        id: 'wallet',
        header: t('to'),
        cell: (row) => (row.wallet === null ? t('bank') : <Address value={row.wallet} />),
        text: (row) => row.wallet ?? t('bank'),
      },
    ],
    [t, locale, minorDigits],
  );
}
