import {
  type Abi,
  type Hex,
  type Transport,
  createWalletClient,
  defineChain,
  encodeFunctionData,
  http,
  toHex,
  createPublicClient,
} from 'viem';
import { type LocalAccount, mnemonicToAccount } from 'viem/accounts';
import { type ChainClient, createChainClient } from '#chain/client.ts';
import { type Deployment, deploymentSchema } from '#chain/deployment.ts';
import { revertOf } from '#chain/contract-errors.ts';
import {
  checkoutAbi,
  enrollmentAbi,
  genealogyAbi,
  payoutVaultAbi,
  planRegistryAbi,
  tokenAbi,
  volumeLedgerAbi,
} from '#chain/generated/abi.ts';
import { deployLocally } from '#scripts/deploy/local.ts';
import { type Anvil, startAnvil } from './anvil.ts';

const abis = {
  genealogy: genealogyAbi,
  enrollment: enrollmentAbi,
  planRegistry: planRegistryAbi,
  volumeLedger: volumeLedgerAbi,
  payoutVault: payoutVaultAbi,
  checkout: checkoutAbi,
  token: tokenAbi,
} as const satisfies Record<string, Abi>;

/** Accounts of the local chain by what they do. */
export const testAccounts = {
  administrator: 0,
  relayer: 1,
  recorder: 2,
  settler: 3,
  approver: 4,
  guardian: 5,
  treasurer: 6,
  planAdministrator: 7,
  importer: 8,
  company: 9,
} as const;
export type TestRole = keyof typeof testAccounts;

export interface TestChain {
  readonly anvil: Anvil;
  readonly deployment: Deployment;
  readonly client: ChainClient;
  /** Sends a call by a role and waits for its block; a refusal of the contract is thrown as our error. */
  send(role: TestRole, contract: keyof typeof abis, functionName: string, args: readonly unknown[]): Promise<Hex>;
  /** The same by any account with a key; it needs coins for the fee. */
  sendAs(account: LocalAccount, contract: keyof typeof abis, functionName: string, args: readonly unknown[]): Promise<Hex>;
  read<T>(contract: keyof typeof abis, functionName: string, args?: readonly unknown[]): Promise<T>;
  /** Mines empty blocks. */
  mine(blocks?: number): Promise<void>;
  stop(): Promise<void>;
}

const mnemonic = 'test test test test test test test test test test test junk';

export function testAccount(role: TestRole) {
  return mnemonicToAccount(mnemonic, { addressIndex: testAccounts[role] });
}

export function privateKeyOfTest(role: TestRole): Hex {
  const key = testAccount(role).getHdKey().privateKey;
  if (key === null) throw new Error('the account has no private key');
  return toHex(key);
}

/** A node with all contracts on it; a block is mined for each transaction. */
export async function deployTestChain(options: { blockTime?: number; placementWidth?: number } = {}): Promise<TestChain> {
  const anvil = await startAnvil(options.blockTime === undefined ? {} : { blockTime: options.blockTime });
  const changes = options.placementWidth === undefined ? {} : { placementWidth: options.placementWidth };
  const deployment = deploymentSchema.parse(await deployLocally(anvil.url, changes));
  return connectTestChain(anvil, deployment);
}

/** @param transport the way to the node, if not by its address */
export function connectTestChain(
  anvil: Anvil,
  deployment: Deployment,
  transport: Transport = http(anvil.url, { retryCount: 0 }),
): TestChain {
  const chain = defineChain({
    id: anvil.chainId,
    name: 'test',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  });
  const wallet = createWalletClient({ chain, transport });
  const reader = createPublicClient({ chain, transport, pollingInterval: 10, cacheTime: 0 });
  const sendAs: TestChain['sendAs'] = async (account, contract, functionName, args) => {
    const abi: Abi = abis[contract];
    const data = encodeFunctionData({ abi, functionName, args });
    try {
      const hash = await wallet.sendTransaction({ account, to: deployment.contracts[contract], data });
      const receipt = await reader.waitForTransactionReceipt({ hash, timeout: 20_000 });
      if (receipt.status !== 'success') throw new Error(`${functionName} was reverted`);
      return hash;
    } catch (error) {
      throw revertOf(error) ?? error;
    }
  };
  return {
    anvil,
    deployment,
    client: createChainClient([anvil.url], anvil.chainId),
    send: (role, contract, functionName, args) => sendAs(testAccount(role), contract, functionName, args),
    sendAs,
    read: async <T>(contract: keyof typeof abis, functionName: string, args: readonly unknown[] = []) => {
      const abi: Abi = abis[contract];
      return (await reader.readContract({ abi, address: deployment.contracts[contract], functionName, args })) as T;
    },
    mine: async (blocks = 1) => {
      await anvil.request('anvil_mine', `0x${blocks.toString(16)}`);
    },
    stop: () => anvil.stop(),
  };
}
