import { useQuery } from '@tanstack/react-query';
import { accessManagerAbi } from '#chain/generated/abi.ts';
import { useDeployment } from '../api/deployment.ts';
import { readerOf } from './reader.ts';

/** Numbers of the roles that people of the console sign with, as in contracts/access/Roles.sol. */
const roleIds = { approver: 4n, guardian: 5n, planAdministrator: 7n } as const;
export type ChainRole = keyof typeof roleIds;

/** Which of these roles an account has on the chain: the server's list could be out of date. */
export function useChainRoles(account: `0x${string}` | undefined) {
  const deployment = useDeployment();
  return useQuery({
    queryKey: ['chain-roles', account],
    queryFn: async () => {
      const has = async (role: ChainRole): Promise<boolean> => {
        const [held] = await readerOf(deployment).readContract({
          address: deployment.contracts.accessManager,
          abi: accessManagerAbi,
          functionName: 'hasRole',
          args: [roleIds[role], account ?? '0x'],
        });
        return held;
      };
      const [approver, guardian, planAdministrator] = await Promise.all([
        has('approver'),
        has('guardian'),
        has('planAdministrator'),
      ]);
      return { approver, guardian, planAdministrator };
    },
    enabled: account !== undefined,
  });
}
