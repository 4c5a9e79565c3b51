import { JsonRpcProvider, type Subscriber, type Subscription } from 'ethers';
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

const pollMilliseconds = 100;

/**
 * A local chain mines at once or every second, so its receipts are worth asking for more often than every four seconds; and it is so
 * near that waiting for more calls to send along costs more than it saves.
 */
export function localProvider(rpcUrl: string): JsonRpcProvider {
  const options = { cacheTimeout: -1, pollingInterval: pollMilliseconds, batchMaxCount: 1 } as const;
  return new LocalProvider(rpcUrl, undefined, options);
}

class LocalProvider extends JsonRpcProvider {
  override _getSubscriber(subscription: Subscription): Subscriber {
    return subscription.type === 'transaction' ? new ReceiptLook(this, subscription.hash) : super._getSubscriber(subscription);
  }
}

/**
 * Asks for a receipt until nobody waits for it. That of ethers looks once and then at each new block: here the block of a transaction
 * may be the last one for good, and its poll for blocks ends when the first answer takes longer than the interval.
 */
class ReceiptLook implements Subscriber {
  readonly #provider: JsonRpcProvider;
  readonly #hash: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(provider: JsonRpcProvider, hash: string) {
    this.#provider = provider;
    this.#hash = hash;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#look(), pollMilliseconds);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  pause(): void {
    this.stop();
  }

  resume(): void {
    this.start();
  }

  async #look(): Promise<void> {
    // A node that does not answer is asked again at the next look, for as long as somebody waits.
    const receipt = await this.#provider.getTransactionReceipt(this.#hash).catch(() => null);
    if (receipt !== null && this.#timer !== undefined) await this.#provider.emit(this.#hash, receipt);
  }
}
