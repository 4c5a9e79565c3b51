import { queryOptions } from '@tanstack/react-query';
import { getFrontline, getMember, getTree, getUpline } from '#api/genealogy.ts';
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

export const uplineQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['upline', memberId],
    queryFn: ({ signal }) => callRoute(getUpline, { params: { memberId } }, { signal }),
  });
