import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { approveClose, type PeriodSummary } from '#api/settlement.ts';
import { callRoute } from '../../api/client.ts';
import { useOperation } from '../../api/operation.ts';
import { may, useSession } from '../../api/session.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { Address, Fingerprint } from '../../ui/address.tsx';
import { Details } from '../../ui/details.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { OperationProgress } from '../status/operation-progress.tsx';
import { useAction } from '../../api/use-action.ts';

/** The second person looks at the same facts and agrees; then the period is closed for good. */
export function ApproveClose({ period }: { period: PeriodSummary }) {
  const { t } = useTranslation('periods');
  const locale = useLocale();
  const session = useSession();
  const failureOf = useFailureText();
  const queryClient = useQueryClient();
  const request = period.closeRequest;
  const approve = useAction({
    mutationFn: (requestId: string) =>
      callRoute(approveClose, { params: { requestId }, body: {} }, { idempotencyKey: `approve-${requestId}` }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['periods'] }),
  });
  const { operation, slow } = useOperation(request?.operationId ?? approve.data?.operationId ?? null);
  if (request === null) return null;
  const own = session?.account.id === request.requestedBy.accountId;
  return (
    <Stack>
      <Facts
        items={[
          {
            label: t('approve.by'),
            value: request.requestedBy.name ?? <Address value={request.requestedBy.wallet} />,
          },
          { label: t('approve.at'), value: formatDateTime(request.requestedAt, locale) },
          { label: t('cv'), value: <Money amount={period.cv} /> },
          { label: t('entries'), value: period.entryCount },
        ]}
      />
      <Details>
        {t('approve.digest')}: <Fingerprint value={request.inputsDigest} />
      </Details>
      {operation === null ? null : <OperationProgress operation={operation} slow={slow} />}
      {approve.error === null ? null : <ErrorState failure={failureOf(approve.error)} />}
      {request.state !== 'waiting' ? null : own ? (
        <Alert color="gray" title={t('approve.own')}>
          {t('approve.ownText')}
        </Alert>
      ) : may(session, 'settlement.approve') ? (
        <Group>
          <Button
            loading={approve.isPending}
            onClick={() => {
              if (!approve.isPending) approve.mutate(request.requestId);
            }}
            data-approve-close
          >
            {t('approve.button', { period: period.period })}
          </Button>
        </Group>
      ) : (
        <Text c="dimmed">{t('onlyApprover')}</Text>
      )}
    </Stack>
  );
}
