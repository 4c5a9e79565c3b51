import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalOf } from '../../chain/refusal.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { useRefusalText } from '../../wallet/refusal-text.ts';

interface ChainViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** As `QueryView`, for what this browser reads from the chain itself: a contract that says no, or no answer at all. */
export function ChainView<Data>({ query, lines = 2, children }: ChainViewProps<Data>) {
  const { t } = useTranslation('wallet');
  const refusalText = useRefusalText();
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <LoadingState lines={lines} />;
  const refusal = refusalOf(query.error);
  const failure =
    refusal === null
      ? { code: 'WALLET.UNREACHABLE', message: t('fault.unreachable.title'), cure: t('fault.unreachable.next') }
      : { code: refusal.code, ...refusalText(refusal) };
  return <ErrorState failure={{ ...failure, requestId: null }} retry={() => void query.refetch()} />;
}
