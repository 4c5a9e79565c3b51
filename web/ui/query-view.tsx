import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFailureText } from '../api/use-failure.ts';
import { ErrorState, LoadingState } from './states.tsx';

/** Loading, failed with a way to try again, or there. Data that is there stays while a newer answer fails. */
export function QueryView<Data>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<Data>;
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  const failureOf = useFailureText();
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState failure={failureOf(query.error)} retry={() => void query.refetch()} />;
  return <LoadingState {...(lines === undefined ? {} : { lines })} />;
}
