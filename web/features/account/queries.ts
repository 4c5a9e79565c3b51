import { queryOptions } from '@tanstack/react-query';
import type { Address } from '#kernel/hex.ts';
import { useDeployment } from '../../api/deployment.ts';
import { readAccount, type AccountOnChain } from '../../chain/account.ts';
import type { Wallet } from '../../wallet/use-wallet.ts';

/** The account of a member on the chain, looked at again every quarter of a minute. */
export function useAccountQuery(memberId: number, owner: Address) {
  const deployment = useDeployment();
  return queryOptions({
    queryKey: ['account', memberId, owner],
    queryFn: () => readAccount(memberId, owner, deployment),
    refetchInterval: 15_000,
    retry: 1,
  });
}

/** What every part of the account card works with. */
export interface AccountPart {
  readonly memberId: number;
  readonly account: AccountOnChain;
  readonly wallet: Wallet;
  /** The right wallet is on the right network, and the contracts are the known ones. */
  readonly ready: boolean;
  readonly refresh: () => void;
}
