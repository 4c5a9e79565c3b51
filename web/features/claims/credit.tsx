import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CreditOffer } from '#api/credits.ts';
import { genealogyAbi } from '#chain/generated/abi.ts';
import { useDeployment } from '../../api/deployment.ts';
import { useOperation } from '../../api/operation.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { readerOf } from '../../chain/reader.ts';
import { Facts } from '../../ui/facts.tsx';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { creditQuery } from '../earnings/queries.ts';
import { MovedContracts, useContractsPin } from '../status/contracts-pin.tsx';
import { OperationProgress } from '../status/operation-progress.tsx';
import { useCredit } from './use-credit.ts';

/** What sales have credited at once. Nothing is shown to whom no sale ever credited anything. */
export function InstantCredit({ memberId }: { memberId: number }) {
  const { t } = useTranslation('receive');
  const credit = useQuery({ ...creditQuery(memberId), refetchInterval: 10_000 });
  const withdrawal = useCredit(memberId);
  if (withdrawal.flow === null && (credit.data === undefined || credit.data.credited === '0')) return null;
  return (
    <Card padding="lg" mt="md" data-credit={withdrawal.flow === null ? 'offer' : 'following'}>
      <Stack gap="md">
        <div>
          <Title order={2}>{t('credit.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('credit.text')}
          </Text>
        </div>
        {withdrawal.flow === null ? (
          credit.data === undefined ? null : (
            <Offer offer={credit.data} withdrawal={withdrawal} />
          )
        ) : (
          <Following operationId={withdrawal.flow.operationId} amount={withdrawal.flow.amount} finish={withdrawal.finish} />
        )}
      </Stack>
    </Card>
  );
}

function Offer({ offer, withdrawal: { request } }: { offer: CreditOffer; withdrawal: ReturnType<typeof useCredit> }) {
  const { t } = useTranslation('receive');
  const failureOf = useFailureText();
  const deployment = useDeployment();
  const pin = useContractsPin();
  const { memberId, available } = offer;
  const onChain = useQuery({
    queryKey: ['credit-check', memberId, available],
    queryFn: async () => {
      const { genealogy: address } = deployment.contracts;
      const [credit] = await readerOf(deployment).readContract({
        address,
        abi: genealogyAbi,
        functionName: 'salesOf',
        args: [memberId],
      });
      return credit.toString();
    },
    enabled: available !== '0',
    refetchInterval: ({ state }) => (state.data !== undefined && state.data !== available ? 2_000 : false),
  });
  const agrees = onChain.data === available && pin.pinned;
  const payable = offer.wallet !== null && offer.route === 'token';
  return (
    <>
      <Facts
        items={[
          { label: t('credit.available'), value: <Money amount={available} fw={600} size="xl" /> },
          { label: t('credit.withdrawn'), value: <Money amount={offer.withdrawn} /> },
        ]}
      />
      {available === '0' ? <Text size="sm">{t('credit.nothing')}</Text> : null}
      {available !== '0' && !payable ? (
        <Text size="sm">{t(offer.wallet === null ? 'credit.noWallet' : 'credit.byBank')}</Text>
      ) : null}
      {onChain.data !== undefined && onChain.data !== available ? (
        <Alert color="yellow" role="alert" title={t('credit.differs')} />
      ) : null}
      <MovedContracts pin={pin} />
      {request.error === null ? null : <ErrorState failure={failureOf(request.error)} retry={() => request.mutate(offer)} />}
      {available !== '0' && payable ? (
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
    </>
  );
}

function Following({ operationId, amount, finish }: { operationId: string; amount: string; finish: () => Promise<void> }) {
  const { t } = useTranslation('receive');
  const failureOf = useFailureText();
  const { operation, slow, error } = useOperation(operationId);
  const arrived = operation?.status === 'mined' || operation?.status === 'final';
  const over = arrived || operation?.status === 'failed' || error !== null;
  return (
    <>
      <Money amount={amount} fw={600} size="xl" />
      {arrived ? <Text>{t('done')}</Text> : null}
      {error === null ? <OperationProgress operation={operation} slow={slow} /> : <ErrorState failure={failureOf(error)} />}
      {over ? (
        <Group>
          <Button variant="default" onClick={() => void finish()}>
            {t('close')}
          </Button>
        </Group>
      ) : null}
    </>
  );
}
