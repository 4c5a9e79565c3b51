import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WagmiProvider } from 'wagmi';
import { useDeployment } from '../api/deployment.ts';
import { walletConfigOf } from './config.ts';

/** Gives the part of a page that signs something its wallet. Loaded only where it is needed. */
export function WalletProvider({ children }: { children: ReactNode }) {
  const deployment = useDeployment();
  const { data: config } = useSuspenseQuery({
    queryKey: ['wallet', deployment.chainId, deployment.rpcUrl],
    queryFn: () => walletConfigOf(deployment),
    staleTime: Infinity,
  });
  return <WagmiProvider config={config}>{children}</WagmiProvider>;
}
