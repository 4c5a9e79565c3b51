import { queryOptions } from '@tanstack/react-query';
import { getDownline, getFrontline, getLegs, getMember, getTree, getUpline } from '#api/genealogy.ts';
import { callRoute } from '../../api/client.ts';

export const memberQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['member', memberId],
    queryFn: ({ signal }) => callRoute(getMember, { params: { memberId } }, { signal }),
  });

export const treeQuery = (memberId: number, depth: number, period: number | undefined) =>
  queryOptions({
    queryKey: ['tree', memberId, depth, period ?? 'open'],
    queryFn: ({ signal }) => callRoute(getTree, { params: { memberId }, query: { depth, limit: 500, period } }, { signal }),
  });

export const frontlineQuery = (
  memberId: number,
  query: { query?: string | undefined; period?: number | undefined; cursor?: string | undefined },
) =>
  queryOptions({
    queryKey: ['frontline', memberId, query],
    queryFn: ({ signal }) => callRoute(getFrontline, { params: { memberId }, query: { limit: 100, ...query } }, { signal }),
  });

/** People of the whole team whose name, number or wallet the words can mean. */
export const teamSearchQuery = (memberId: number, query: string, period: number | undefined) =>
  queryOptions({
    queryKey: ['downline', memberId, query, period ?? 'open'],
    queryFn: ({ signal }) => callRoute(getDownline, { params: { memberId }, query: { limit: 100, query, period } }, { signal }),
  });

export const legsQuery = (memberId: number, period: number | undefined) =>
  queryOptions({
    queryKey: ['legs', memberId, period ?? 'open'],
    queryFn: ({ signal }) => callRoute(getLegs, { params: { memberId }, query: { limit: 5, period } }, { signal }),
  });

export const uplineQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['upline', memberId],
    queryFn: ({ signal }) => callRoute(getUpline, { params: { memberId } }, { signal }),
  });
