import { BrowserProvider, type HDNodeWallet, type TransactionReceipt, type TransactionResponse } from 'ethers';
import hre from 'hardhat';
import { connect, type Contracts } from '#scripts/deploy/contracts.ts';
import { deployUpline, type Deployment } from '#scripts/deploy/deploy.ts';
import { localAccount, localParameters } from '#scripts/deploy/parameters.ts';

/** A simulated chain with a deployment on it, every role with an account of its own. */
export interface Stage {
  readonly provider: BrowserProvider;
  readonly deployment: Deployment;
  readonly as: (signer: HDNodeWallet) => Contracts;
  /** Account `index` of the local phrase, with money for gas. */
  readonly account: (index: number) => Promise<HDNodeWallet>;
  /** Waits for a transaction and answers with the gas that it used. */
  readonly gasOf: (sent: Promise<TransactionResponse>) => Promise<number>;
  readonly pass: (seconds: number) => Promise<void>;
  readonly now: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const reviewWindowSeconds = 3600;

/** @param hardfork a rule set of Ethereum, or undefined for the one that Hardhat takes by itself */
export async function openStage(hardfork: string | undefined): Promise<Stage> {
  const connection = await hre.network.create({
    override: {
      chainId: 31_337,
      loggingEnabled: false,
      ...(hardfork === undefined ? {} : { hardfork }),
    },
  });
  const provider = new BrowserProvider(connection.provider, undefined, {
    cacheTimeout: -1,
    pollingInterval: 20,
  });
  const send = async (method: string, ...parameters: unknown[]): Promise<unknown> => provider.send(method, parameters);
  const account = async (index: number): Promise<HDNodeWallet> => {
    const wallet = localAccount(index).connect(provider);
    await send('hardhat_setBalance', wallet.address, '0x3635c9adc5dea00000');
    return wallet;
  };
  for (let index = 0; index < 10; index++) await account(index);
  const deployment = await deployUpline({ ...localParameters(), reviewWindowSeconds }, localAccount(0).connect(provider));
  return {
    provider,
    deployment,
    as: (signer) => connect(deployment.contracts, signer),
    account,
    gasOf: async (sent) => Number(done(await (await sent).wait()).gasUsed),
    pass: async (seconds) => {
      await send('evm_increaseTime', seconds);
      await send('evm_mine');
    },
    now: async () => (await provider.getBlock('latest'))?.timestamp ?? 0,
    close: async () => {
      provider.destroy();
      await connection.close();
    },
  };
}

function done(receipt: TransactionReceipt | null): TransactionReceipt {
  if (receipt === null || receipt.status !== 1) throw new Error('A transaction of the benchmark failed.');
  return receipt;
}

export function meanOf(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}
