import { queryOptions } from '@tanstack/react-query';
import { getPeriod, listPeriods } from '#api/settlement.ts';
import { callRoute } from '../../api/client.ts';

export const periodsQuery = queryOptions({
  queryKey: ['periods'],
  queryFn: ({ signal }) => callRoute(listPeriods, {}, { signal }),
  refetchInterval: 5_000,
});

export const periodQuery = (period: number) =>
  queryOptions({
    queryKey: ['periods', period],
    queryFn: ({ signal }) => callRoute(getPeriod, { params: { period } }, { signal }),
    refetchInterval: 2_000,
  });
