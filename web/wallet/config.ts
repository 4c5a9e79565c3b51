import { createConfig, http, type Config } from 'wagmi';
import type { DeploymentInfo } from '#api/system.ts';
import { chainOf } from '../chain/reader.ts';

const configs = new Map<string, Promise<Config>>();

/** One wagmi configuration for one installation: browser wallets found by EIP-6963, and in demo builds the demo wallet. */
export function walletConfigOf(deployment: DeploymentInfo): Promise<Config> {
  const key = `${deployment.chainId} ${deployment.rpcUrl}`;
  const known = configs.get(key);
  if (known !== undefined) return known;
  const making = makeConfig(deployment);
  configs.set(key, making);
  return making;
}

async function makeConfig(deployment: DeploymentInfo): Promise<Config> {
  const chain = chainOf(deployment);
  const demo = __DEMO__ && deployment.demo ? [(await import('./demo/connector.ts')).demoConnector(chain)] : [];
  return createConfig({
    chains: [chain],
    connectors: demo,
    multiInjectedProviderDiscovery: true,
    transports: { [chain.id]: http(deployment.rpcUrl) },
  });
}
