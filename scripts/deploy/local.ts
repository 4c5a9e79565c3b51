import { JsonRpcProvider } from 'ethers';
import { deployUpline, type Deployment } from './deploy.ts';
import { type DeployParameters, localAccount, localParameters } from './parameters.ts';

/** Deploys to a local chain with its well-known accounts: for tests and the demo. */
export async function deployLocally(rpcUrl: string, changes: Partial<DeployParameters> = {}): Promise<Deployment> {
  const provider = localProvider(rpcUrl);
  try {
    return await deployUpline({ ...localParameters(), ...changes }, localAccount(0).connect(provider));
  } finally {
    provider.destroy();
  }
}

/**
 * A local chain mines at once or every second, so its receipts are worth asking for more often than every four seconds; and it is so
 * near that waiting for more calls to send along costs more than it saves.
 */
export function localProvider(rpcUrl: string): JsonRpcProvider {
  const provider = new JsonRpcProvider(rpcUrl, undefined, { cacheTimeout: -1, pollingInterval: 100, batchMaxCount: 1 });
  // Whoever waits for a receipt listens for blocks from then on. The block of the transaction may be the last one for good here, and in
  // the moment between asking and listening it would be missed, so blocks are listened for all the time.
  void provider.on('block', () => undefined);
  return provider;
}
