import { getAddress, type Chain } from 'viem';
import { createConnector } from 'wagmi';
import { currentDemoAccount } from './keys.ts';
import { demoRequest } from './provider.ts';

export const demoConnectorId = 'upline-demo';

/** Lets a newcomer act as each person of the demo world without a browser extension. Only a demo build contains it. */
export function demoConnector(chain: Chain) {
  return createConnector<{ request: ReturnType<typeof demoRequest> }>((config) => {
    const provider = { request: demoRequest(chain) };
    const addresses = () => {
      const account = currentDemoAccount();
      return account === null ? [] : [getAddress(account.address)];
    };
    return {
      id: demoConnectorId,
      name: 'Upline demo',
      type: 'demo',
      async connect<WithCapabilities extends boolean = false>() {
        const accounts = addresses();
        if (accounts.length === 0) throw Object.assign(new Error('the demo wallet has no key'), { code: 4100 });
        return { accounts, chainId: chain.id } as unknown as {
          accounts: WithCapabilities extends true
            ? readonly { address: `0x${string}`; capabilities: Record<string, unknown> }[]
            : readonly `0x${string}`[];
          chainId: number;
        };
      },
      disconnect: () => Promise.resolve(),
      getAccounts: () => Promise.resolve(addresses()),
      getChainId: () => Promise.resolve(chain.id),
      getProvider: () => Promise.resolve(provider),
      isAuthorized: () => Promise.resolve(addresses().length > 0),
      onAccountsChanged: () => config.emitter.emit('change', { accounts: addresses() }),
      onChainChanged: () => undefined,
      onDisconnect: () => config.emitter.emit('disconnect'),
    };
  });
}
