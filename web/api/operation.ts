import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getOperation } from '#api/claims.ts';
import { getJoin } from '#api/join.ts';
import type { Operation } from '#api/operations.ts';
import { callRoute } from './client.ts';

const pollMs = 1_000;
const slowAfterMs = 25_000;

/** Whether nothing more will change. */
export function isSettled(operation: Operation): boolean {
  return operation.status === 'final' || operation.status === 'failed';
}

/**
 * Follows something that the company sends to the chain, until it is final. `slow` after a while without it being in a block.
 * @param door joining is public, everything else needs a session
 */
export function useOperation(operationId: string | null, door: 'join' | 'operation' = 'operation') {
  const query = useQuery({
    queryKey: ['operation', operationId],
    queryFn: ({ signal }) => {
      const input = { params: { operationId: operationId ?? '' } };
      return door === 'join' ? callRoute(getJoin, input, { signal }) : callRoute(getOperation, input, { signal });
    },
    enabled: operationId !== null,
    refetchInterval: ({ state }) => (state.data !== undefined && isSettled(state.data) ? false : pollMs),
    refetchIntervalInBackground: true,
  });
  const waiting =
    operationId !== null && (query.data === undefined || query.data.status === 'queued' || query.data.status === 'sent');
  const slow = useElapsed(waiting, slowAfterMs);
  return { operation: query.data ?? null, slow, error: query.data === undefined ? query.error : null };
}

function useElapsed(running: boolean, afterMs: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setTimeout(() => setElapsed(true), afterMs);
    return () => {
      clearTimeout(timer);
      setElapsed(false);
    };
  }, [running, afterMs]);
  return elapsed;
}
