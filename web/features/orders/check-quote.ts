import { erc20Abi, recoverTypedDataAddress } from 'viem';
import { checkoutAbi } from '#chain/generated/abi.ts';
import type { Order, OrderQuote } from '#api/orders.ts';
import type { DeploymentInfo } from '#api/system.ts';
import type { Address } from '#kernel/hex.ts';
import { readerOf, type ChainReader } from '../../chain/reader.ts';
import { checkoutDomain, orderTypes } from '../../wallet/typed-data.ts';

/** The first thing about a quote that is not what the order, the chain or the wallet says. */
export type QuoteFault = 'order' | 'contract' | 'signature' | 'buyer' | 'expired' | 'poor';

export interface QuoteOnChain {
  readonly quoter: Address;
  readonly token: Address;
  /** Unix seconds of the newest block. */
  readonly now: number;
  readonly balance: bigint;
  /** What Checkout may take from the wallet already. */
  readonly allowance: bigint;
}

/** The order of a quote as the contract takes it. */
export function orderWords({ order }: OrderQuote) {
  const { orderRef, amount, deadline, ...rest } = order;
  return { ...rest, orderRef: Number(orderRef), amount: BigInt(amount), deadline: BigInt(deadline) };
}

/** Holds a quote against the order on the screen and what the chain says, before anything is signed. @returns null when all fits */
export async function judgeQuote(
  quote: OrderQuote,
  order: Order,
  wallet: Address,
  chain: QuoteOnChain,
  deployment: DeploymentInfo,
): Promise<QuoteFault | null> {
  const words = orderWords(quote);
  const same =
    quote.order.orderRef === order.orderRef &&
    words.memberId === order.memberId &&
    quote.order.amount === order.total &&
    String(words.pv) === order.pv &&
    String(words.cv) === order.cv &&
    words.kind === (order.kind === 'own' ? 1 : 2);
  if (!same) return 'order';
  const { contracts, token, chainId } = deployment;
  if (lower(quote.checkout) !== lower(contracts.checkout) || lower(chain.token) !== lower(token.address)) return 'contract';
  const signer = await recoverTypedDataAddress({
    domain: checkoutDomain(chainId, contracts.checkout),
    types: orderTypes,
    primaryType: 'Order',
    message: words,
    signature: quote.signature,
  });
  if (lower(signer) !== lower(chain.quoter)) return 'signature';
  if (lower(words.buyer) !== lower(wallet)) return 'buyer';
  if (quote.order.deadline <= chain.now) return 'expired';
  return chain.balance >= words.amount ? null : 'poor';
}

/** Reads from the chain, by this browser, what a quote rests on. */
export async function readQuote(
  wallet: Address,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
): Promise<QuoteOnChain> {
  const checkout = { address: deployment.contracts.checkout, abi: checkoutAbi } as const;
  const [quoter, token, block] = await Promise.all([
    reader.readContract({ ...checkout, functionName: 'quoter' }),
    reader.readContract({ ...checkout, functionName: 'token' }),
    reader.getBlock({ blockTag: 'latest' }),
  ]);
  const [balance, allowance] = await Promise.all([
    reader.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [wallet] }),
    reader.readContract({ address: token, abi: erc20Abi, functionName: 'allowance', args: [wallet, checkout.address] }),
  ]);
  return { quoter, token, now: Number(block.timestamp), balance, allowance };
}

const lower = (address: string): string => address.toLowerCase();
