import { type Address, type Hex, toHex } from 'viem';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import { bindWalletTypes, chooseRouteTypes, genealogyDomain } from '#chain/generated/typed-data.ts';
import { createQuoter, type CheckoutOrder } from '#chain/quoter.ts';
import { privateKeyOfTest, type TestChain, testAccount } from './deployment.ts';

const mnemonic = 'test test test test test test test test test test test junk';
const FAR = 2n ** 40n;

/** The wallet that these stories give to a member; `turn` 1 is the one after a recovery. */
export function memberWallet(memberId: number, turn = 0): HDAccount {
  return mnemonicToAccount(mnemonic, { path: `m/44'/60'/${7 + turn}'/0/${memberId}` });
}

async function bindSignature(chain: TestChain, memberId: number, wallet: HDAccount): Promise<Hex> {
  const { chainId, contracts } = chain.deployment;
  return wallet.signTypedData({
    domain: genealogyDomain(chainId, contracts.genealogy),
    types: bindWalletTypes,
    primaryType: 'BindWallet',
    message: { memberId, wallet: wallet.address, deadline: FAR },
  });
}

/** Gives members who have none a wallet with coins for fees and tokens to spend. */
export async function bindWallets(chain: TestChain, memberIds: readonly number[]): Promise<void> {
  for (const memberId of memberIds) {
    const wallet = memberWallet(memberId);
    const signature = await bindSignature(chain, memberId, wallet);
    await chain.send('administrator', 'genealogy', 'bindWallet', [memberId, wallet.address, FAR, signature]);
    await giveMoney(chain, wallet.address);
  }
}

export async function giveMoney(chain: TestChain, wallet: Address, tokens = 1_000_000_000n): Promise<void> {
  await chain.anvil.request('anvil_setBalance', wallet, '0xde0b6b3a7640000');
  await chain.send('administrator', 'token', 'mint', [wallet, tokens]);
}

export interface PaidSale {
  readonly order: CheckoutOrder;
  readonly signature: Hex;
}

/** A member pays an order through Checkout with their wallet, quoted by the company. */
export async function paySale(
  chain: TestChain,
  sale: Pick<CheckoutOrder, 'orderRef' | 'memberId' | 'saleNumber'> & Partial<CheckoutOrder>,
): Promise<PaidSale> {
  const wallet = memberWallet(sale.memberId);
  const terms = { kind: 1, customer: 0, amount: 100_000_000n, pv: 10_000, cv: 80_000_000, deadline: FAR };
  const order = { ...terms, buyer: wallet.address, ...sale };
  const quoter = createQuoter(chain.deployment, privateKeyOfTest('recorder'));
  if (quoter === undefined) throw new Error('the tests have a quoter');
  const signature = await quoter.sign(order);
  await chain.sendAs(wallet, 'token', 'approve', [chain.deployment.contracts.checkout, order.amount]);
  await chain.sendAs(wallet, 'checkout', 'pay', [order, signature]);
  return { order, signature };
}

/**
 * Orders paid on the chain while a plan with instant levels is in force: members 2, 3 and 4 buy, 4 sells to a customer, one order is
 * given back, and member 2 takes the credits. Needs wallets of 2, 3 and 4; 2 and 3 stand under 1, and 4 under 2.
 */
export async function playSales(chain: TestChain): Promise<void> {
  await paySale(chain, { orderRef: 901, memberId: 2, saleNumber: 1 });
  await paySale(chain, { orderRef: 902, memberId: 3, saleNumber: 1 });
  const { order, signature } = await paySale(chain, { orderRef: 903, memberId: 4, saleNumber: 1 });
  await paySale(chain, { orderRef: 904, memberId: 4, saleNumber: 3, kind: 2, customer: 77, cv: 33_333_333 });
  // What is given back comes from the treasury, which has what the treasurer brought there.
  await giveMoney(chain, testAccount('treasurer').address, order.amount);
  await chain.send('treasurer', 'token', 'approve', [chain.deployment.contracts.checkout, order.amount]);
  const { amount, pv, cv } = order;
  await chain.send('recorder', 'checkout', 'refund', [order, testAccount('recorder').address, signature, { amount, pv, cv }]);
  await chain.send('relayer', 'payoutVault', 'withdrawCredit', [2, memberWallet(2).address]);
}

/** Member 3 chooses the bank, the token and the bank again; member 2 is moved to another wallet by recovery, at the second try. */
export async function playAccounts(chain: TestChain): Promise<void> {
  const { chainId, contracts } = chain.deployment;
  await chain.sendAs(memberWallet(3), 'genealogy', 'chooseRoute', [true]);
  await chain.sendAs(memberWallet(3), 'genealogy', 'chooseRoute', [false]);
  const nonce = await chain.read<bigint>('genealogy', 'routeNonceOf', [memberWallet(3).address]);
  const signature = await memberWallet(3).signTypedData({
    domain: genealogyDomain(chainId, contracts.genealogy),
    types: chooseRouteTypes,
    primaryType: 'ChooseRoute',
    message: { memberId: 3, bank: true, nonce, deadline: FAR },
  });
  const choice = [3, memberWallet(3).address, true, nonce, FAR, signature];
  await chain.send('relayer', 'genealogy', 'chooseRouteFor', choice);

  const next = memberWallet(2, 1);
  await chain.sendAs(memberWallet(2), 'genealogy', 'setRecovery', [testAccount('guardian').address]);
  const start = [2, next.address, FAR, await bindSignature(chain, 2, next)];
  await chain.send('guardian', 'genealogy', 'startRecovery', start);
  await chain.sendAs(memberWallet(2), 'genealogy', 'cancelRecovery', [2]);
  await chain.send('guardian', 'genealogy', 'startRecovery', start);
  const delay = await chain.read<bigint>('genealogy', 'recoveryDelay');
  await chain.anvil.request('evm_increaseTime', Number(delay) + 1);
  await chain.mine();
  await chain.send('relayer', 'genealogy', 'finishRecovery', [2, memberWallet(2).address]);
}

/** Leaves as `paySubtree` and `acknowledgeBank` take them. */
export function packLeaves(leaves: readonly { readonly memberId: number; readonly cumulative: bigint }[]): Hex {
  return toHex(
    Buffer.concat(
      leaves.map(({ memberId, cumulative }) => {
        const bytes = Buffer.alloc(12);
        bytes.writeUInt32BE(memberId);
        bytes.writeBigUInt64BE(cumulative, 4);
        return bytes;
      }),
    ),
  );
}
