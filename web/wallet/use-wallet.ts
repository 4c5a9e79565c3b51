import { useConfig, useConnection, useConnect, useSwitchChain } from 'wagmi';
import { signMessage, signTypedData, writeContract } from 'wagmi/actions';
import { useDeployment } from '../api/deployment.ts';
import { readerOf } from '../chain/reader.ts';
import { refusalOf } from '../chain/refusal.ts';
import { ChainUnreadError, faultOf, type WalletFault } from './faults.ts';

type TypedData = Parameters<typeof signTypedData>[1];
type ContractCall = Parameters<typeof writeContract>[1];
type Simulated = Parameters<ReturnType<typeof readerOf>['simulateContract']>[0];

/** The connected wallet, checked against the chain of this installation and, where given, against who is signed in. */
export function useWallet(expected?: string) {
  const config = useConfig();
  const deployment = useDeployment();
  const connection = useConnection();
  const connect = useConnect();
  const switchChain = useSwitchChain();
  const address = connection.status === 'connected' ? connection.address : null;
  const problem = problemOf();

  function problemOf(): WalletFault | null {
    if (address === null) return 'noWallet';
    if (connection.chainId !== deployment.chainId) return 'wrongNetwork';
    if (expected !== undefined && address.toLowerCase() !== expected.toLowerCase()) return 'wrongAccount';
    return null;
  }

  return {
    config,
    address,
    connecting: connection.status === 'connecting' || connection.status === 'reconnecting',
    /** Why nothing can be signed now; null when all is well. */
    problem,
    connect: connect.mutateAsync,
    switchNetwork: () => switchChain.mutateAsync({ chainId: deployment.chainId }),
    signMessage: (message: string) => signMessage(config, { message }),
    signTypedData: (typedData: TypedData) => signTypedData(config, typedData),
    /**
     * Asks the contract first without sending: what it refuses is told in words and costs nothing. Refuses on another chain than this
     * installation's, whatever the wallet shows.
     */
    write: async (call: ContractCall) => {
      const rehearsal = { ...call, account: address ?? undefined } as Simulated;
      await readerOf(deployment)
        .simulateContract(rehearsal)
        .catch((error: unknown) => {
          const answered = refusalOf(error) !== null || faultOf(error) !== 'unknown';
          throw answered ? error : new ChainUnreadError('the call could not be tried', { cause: error });
        });
      return writeContract(config, { ...call, chainId: deployment.chainId });
    },
  };
}

export type Wallet = ReturnType<typeof useWallet>;
