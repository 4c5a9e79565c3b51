import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getMe, type Session } from '#api/auth.ts';
import type { Permission } from '#kernel/roles.ts';
import { callRoute } from './client.ts';
import { CallError } from './problem.ts';

/** Who is signed in; null for a visitor. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await callRoute(getMe, {}, { signal });
    } catch (error) {
      if (error instanceof CallError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useSession(): Session | null {
  return useSuspenseQuery(sessionQuery).data;
}

export function may(session: Session | null, permission: Permission): boolean {
  return session?.permissions.includes(permission) ?? false;
}
