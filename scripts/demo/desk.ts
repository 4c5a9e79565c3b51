import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Abi,
  type Address,
  concatHex,
  createPublicClient,
  createTestClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  numberToHex,
  toHex,
} from 'viem';
import { type HDAccount } from 'viem/accounts';
import { genealogyAbi, payoutVaultAbi, planRegistryAbi, tokenAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import { packInstantLevels } from '#kernel/instant-levels.ts';
import { chainAccount } from './keys.ts';

/** Addresses that the demo needs, as the deployment file names them. */
export interface DeskContracts {
  readonly genealogy: Address;
  readonly planRegistry: Address;
  readonly volumeLedger: Address;
  readonly payoutVault: Address;
  readonly checkout: Address;
  readonly token: Address;
}

/** What people of the company do on the chain with their own wallets, and the hands on the local chain's clock. */
export interface CompanyDesk {
  /** Blocks come at once and only with a transaction, so that months pass in seconds. */
  stopTheClock(): Promise<void>;
  /** One block a second from now on, at the present. */
  startTheClock(): Promise<void>;
  /** The next block will be of `time`, or of the following second if the chain is later already. */
  moveTo(time: Date): Promise<void>;
  /** Adds blocks a second apart, so that what stands before them is final. */
  mine(blocks: number): Promise<void>;
  latestTime(): Promise<Date>;
  /** @param instantLevels rates in ppm that sales through Checkout credit at once */
  publishPlan(spec: Uint8Array, capPpm: number, firstPeriod: number, instantLevels: readonly number[]): Promise<void>;
  /** Enters partners without a wallet, given by their sponsors; the first must get `firstMemberId`. */
  importMembers(firstMemberId: number, sponsorIds: readonly number[]): Promise<void>;
  /** Records a packed batch of volumes for which there are no orders in the office: for large worlds only. */
  recordBatch(entries: Uint8Array): Promise<void>;
  /** Puts play money into the vault. @param amount in token units */
  fundVault(amount: bigint): Promise<void>;
  /** Gives a wallet play money to spend, and coins for the fees of its own transactions. @param amount in token units */
  fillWallet(wallet: Address, amount: bigint): Promise<void>;
  /** Puts play money into the treasury and lets Checkout give orders back out of it. @param amount in token units */
  approveRefunds(amount: bigint): Promise<void>;
  /** The approver puts the pending root in force. */
  acceptPending(): Promise<void>;
}

const RECEIPT_POLL_MS = 5;
/** Looks at the pool before the node is told to make a block, and before it is given up. */
const POOL_PATIENCE = 400;
const POOL_LOOKS = 12_000;
/** Most that one transaction may use (EIP-7825). What is not used costs nothing. */
const GAS_LIMIT = 16_777_216n;

export function createDesk(rpcUrl: string, chainId: number, contracts: DeskContracts): CompanyDesk {
  const chain = defineChain({
    id: chainId,
    name: 'Local chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl, { retryCount: 0, timeout: 60_000 });
  const reader = createPublicClient({ chain, transport, pollingInterval: RECEIPT_POLL_MS, cacheTime: 0 });
  const control = createTestClient({ chain, transport, mode: 'anvil' });
  const wallet = createWalletClient({ chain, transport });

  async function send(
    account: HDAccount,
    address: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
  ): Promise<void> {
    const call = { account, address, abi, functionName, args, gas: GAS_LIMIT };
    const hash = await wallet.writeContract(call);
    const receipt = await reader.waitForTransactionReceipt({ hash });
    if (receipt.status === 'success') return;
    // A failed receipt only says that something failed; asking again names the contract's own error.
    await reader.simulateContract(call);
    throw new Error(`${functionName} failed in transaction ${hash}.`);
  }

  async function mint(to: Address, amount: bigint): Promise<void> {
    const owner = await reader.readContract({ address: contracts.token, abi: tokenAbi, functionName: 'owner' });
    const minter = [chainAccount('deployer'), chainAccount('treasurer')].find((account) => account.address === owner);
    if (!minter) throw new Error(`The demo money belongs to ${owner}, whose key the demo does not have.`);
    await send(minter, contracts.token, tokenAbi, 'mint', [to, amount]);
  }

  async function latestTime(): Promise<Date> {
    const block = await reader.getBlock({ blockTag: 'latest' });
    return new Date(Number(block.timestamp) * 1000);
  }

  /**
   * A busy node takes a moment to make the block of a transaction. Moved before that, the clock would put it into the next month, where
   * what was signed for it has run out.
   */
  async function untilPoolIsEmpty(): Promise<void> {
    for (let looks = 1; (await control.getTxpoolStatus()).pending > 0; looks += 1) {
      if (looks > POOL_LOOKS) throw new Error('The local chain does not make blocks of its transactions.');
      if (looks % POOL_PATIENCE === 0) await control.mine({ blocks: 1 });
      await sleep(RECEIPT_POLL_MS);
    }
  }

  async function moveTo(time: Date): Promise<void> {
    await untilPoolIsEmpty();
    const next = Math.max(Math.floor(time.getTime() / 1000), (await latestTime()).getTime() / 1000 + 1);
    await control.setNextBlockTimestamp({ timestamp: BigInt(next) });
  }

  return {
    latestTime,
    moveTo,
    mine: (blocks) => control.mine({ blocks, interval: 1 }),
    async stopTheClock() {
      await control.setIntervalMining({ interval: 0 });
      await control.setAutomine(true);
    },
    async startTheClock() {
      await moveTo(new Date());
      await control.mine({ blocks: 1 });
      await control.setIntervalMining({ interval: 1 });
    },
    publishPlan: (spec, capPpm, firstPeriod, instantLevels) =>
      send(chainAccount('planAdministrator'), contracts.planRegistry, planRegistryAbi, 'publish', [
        toHex(spec),
        capPpm,
        firstPeriod,
        packInstantLevels(instantLevels),
      ]),
    importMembers: (firstMemberId, sponsorIds) =>
      send(chainAccount('importer'), contracts.genealogy, genealogyAbi, 'registerBatch', [
        firstMemberId,
        packSponsors(sponsorIds),
      ]),
    async recordBatch(entries) {
      const { volumeLedger: address } = contracts;
      const lastSeq = await reader.readContract({ address, abi: volumeLedgerAbi, functionName: 'lastSeq' });
      await send(chainAccount('recorder'), address, volumeLedgerAbi, 'record', [lastSeq + 1n, toHex(entries)]);
    },
    async fillWallet(account, amount) {
      await mint(account, amount);
      await control.setBalance({ address: account, value: 10n ** 18n });
    },
    async approveRefunds(amount) {
      const treasury = chainAccount('treasurer');
      await mint(treasury.address, amount);
      await send(treasury, contracts.token, tokenAbi, 'approve', [contracts.checkout, amount]);
    },
    async fundVault(amount) {
      const treasurer = chainAccount('treasurer');
      await mint(treasurer.address, amount);
      await send(treasurer, contracts.token, tokenAbi, 'approve', [contracts.payoutVault, amount]);
      await send(treasurer, contracts.payoutVault, payoutVaultAbi, 'fund', [amount]);
    },
    async acceptPending() {
      const range = { fromBlock: 0n, toBlock: 'latest', strict: true } as const;
      const proposed = await reader.getContractEvents({
        address: contracts.payoutVault,
        abi: payoutVaultAbi,
        eventName: 'RootProposed',
        ...range,
      });
      const { args } = proposed.at(-1) ?? {};
      if (args === undefined) throw new Error('No payouts were ever proposed.');
      await send(chainAccount('approver'), contracts.payoutVault, payoutVaultAbi, 'accept', [args]);
    },
  };
}

/** Packed entries of `registerBatch` in a deployment without placement: four bytes a sponsor. */
export function packSponsors(sponsorIds: readonly number[]): Hex {
  return concatHex(sponsorIds.map((sponsorId) => numberToHex(sponsorId, { size: 4 })));
}
