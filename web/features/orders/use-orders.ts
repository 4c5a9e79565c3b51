import { useInfiniteQuery } from '@tanstack/react-query';
import { orderPage, type OrderFilter } from './queries.ts';

/** Orders page by page, newest first. */
export function useOrders(filter: OrderFilter) {
  const query = useInfiniteQuery({
    queryKey: ['orders', filter],
    queryFn: ({ pageParam, signal }) => orderPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 8_000,
  });
  return {
    query,
    items: query.data?.pages.flatMap((page) => page.items),
    more: query.hasNextPage ? { load: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } : undefined,
  };
}
