import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CreditOffer } from '#api/credits.ts';
import { genealogyAbi } from '#chain/generated/abi.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { readerOf } from '../../chain/reader.ts';
import { Facts } from '../../ui/facts.tsx';
import { Money } from '../../ui/money.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { creditQuery } from '../earnings/queries.ts';
import { MovedContracts, useContractsPin } from '../status/contracts-pin.tsx';
import { PaymentProgress } from './payment-progress.tsx';
import { useCredit } from './use-payment.ts';

/** What sales have credited at once. Nothing is shown to whom no sale ever credited anything. */
export function InstantCredit({ memberId }: { memberId: number }) {
  const credit = useQuery({ ...creditQuery(memberId), refetchInterval: 10_000 });
  const withdrawal = useCredit(memberId);
  if (withdrawal.asked !== null) return <PaymentProgress payment={withdrawal.asked} onClose={() => void withdrawal.finish()} />;
  if (credit.isPending) return null;
  return (
    <QueryView query={credit}>
      {(offer) => (offer.credited === '0' ? null : <Offer offer={offer} request={withdrawal.request} />)}
    </QueryView>
  );
}

function Offer({ offer, request }: { offer: CreditOffer; request: ReturnType<typeof useCredit>['request'] }) {
  const { t } = useTranslation('receive');
  const failureOf = useFailureText();
  const pin = useContractsPin();
  const onChain = useCreditOnChain(offer);
  const { available, wallet, route } = offer;
  const waiting = available !== '0';
  const payable = wallet !== null && route === 'token';
  const agrees = onChain.data === available && pin.pinned;
  return (
    <Card padding="lg" data-credit={onChain.data ?? 'checking'}>
      <Stack gap="md">
        <div>
          <Title order={2}>{t('credit.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('credit.text')}
          </Text>
        </div>
        <Facts
          items={[
            { label: t('credit.available'), value: <Money amount={available} fw={600} size="xl" /> },
            { label: t('credit.withdrawn'), value: <Money amount={offer.withdrawn} /> },
          ]}
        />
        {waiting ? null : <Text size="sm">{t('credit.nothing')}</Text>}
        {waiting && !payable ? <Text size="sm">{t(wallet === null ? 'credit.noWallet' : 'credit.byBank')}</Text> : null}
        {onChain.data !== undefined && onChain.data !== available ? (
          <Alert color="yellow" role="alert" title={t('credit.differs')} />
        ) : null}
        {onChain.isError ? <Alert color="yellow" role="alert" title={t('unchecked')} /> : null}
        <MovedContracts pin={pin} />
        {request.error === null ? null : <ErrorState failure={failureOf(request.error)} retry={() => request.mutate(offer)} />}
        {waiting && payable ? (
          <Group>
            <Button
              disabled={!agrees}
              loading={request.isPending}
              onClick={() => {
                if (agrees && !request.isPending) request.mutate(offer);
              }}
            >
              {t('receive')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Card>
  );
}

/** What the chain itself says is credited and not withdrawn, read by this browser. */
function useCreditOnChain({ memberId, available }: CreditOffer) {
  const deployment = useDeployment();
  return useQuery({
    queryKey: ['credit-check', memberId, available],
    queryFn: async () => {
      const address = deployment.contracts.genealogy;
      const call = { address, abi: genealogyAbi, functionName: 'salesOf', args: [memberId] } as const;
      const [credit] = await readerOf(deployment).readContract(call);
      return credit.toString();
    },
    enabled: available !== '0',
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return 10_000;
      return state.data !== undefined && state.data !== available ? 2_000 : false;
    },
  });
}
