import { queryOptions } from '@tanstack/react-query';
import { getClaim, listClaims } from '#api/claims.ts';
import { getCredit } from '#api/credits.ts';
import { getEarningLines, getEarnings } from '#api/earnings.ts';
import { callRoute } from '../../api/client.ts';

/** The open period changes with every order, and the server follows it within a second. */
const refreshMs = 2_000;

export const earningsQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['earnings', memberId],
    queryFn: ({ signal }) => callRoute(getEarnings, { params: { memberId } }, { signal }),
    refetchInterval: refreshMs,
  });

export const earningLinesQuery = (memberId: number, period: number) =>
  queryOptions({
    queryKey: ['earnings', memberId, period],
    queryFn: ({ signal }) => callRoute(getEarningLines, { params: { memberId, period } }, { signal }),
  });

export const claimQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['claim', memberId],
    queryFn: ({ signal }) => callRoute(getClaim, { params: { memberId } }, { signal }),
  });

export const claimsQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['claims', memberId],
    queryFn: ({ signal }) => callRoute(listClaims, { params: { memberId } }, { signal }),
  });

export const creditQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['credit', memberId],
    queryFn: ({ signal }) => callRoute(getCredit, { params: { memberId } }, { signal }),
  });
