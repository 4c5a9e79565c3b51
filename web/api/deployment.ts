import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getDeployment, type DeploymentInfo } from '#api/system.ts';
import { callRoute } from './client.ts';

export const deploymentQuery = queryOptions({
  queryKey: ['deployment'],
  queryFn: ({ signal }) => callRoute(getDeployment, {}, { signal }),
  staleTime: Infinity,
});

export function useDeployment(): DeploymentInfo {
  return useSuspenseQuery(deploymentQuery).data;
}

/** Whether this page may offer the demo wallet, the demo card and the demo clock: both the build and the server must say so. */
export function useIsDemo(): boolean {
  return useDeployment().demo && __DEMO__;
}
