import { recoverTypedDataAddress, zeroAddress } from 'viem';
import type { Order, OrderQuote } from '#api/orders.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { checkoutDomain, orderTypes } from '#chain/generated/typed-data.ts';
import type { Address } from '#kernel/hex.ts';
import { orderWords, type QuoteOnChain } from '../../chain/checkout.ts';

/** The first thing about a quote that is not what the order, the chain or the wallet says. */
export type QuoteFault = 'order' | 'contract' | 'signature' | 'buyer' | 'expired' | 'poor';

type Read = Pick<QuoteOnChain, 'quoter' | 'token' | 'now' | 'balance'>;

/** Holds a quote against the order on the screen and what the chain says, before anything is signed. @returns null when all fits */
export async function judgeQuote(
  quote: OrderQuote,
  order: Order,
  wallet: Address,
  chain: Read,
  deployment: DeploymentInfo,
): Promise<QuoteFault | null> {
  const words = wordsThatFit(quote);
  const same =
    words !== null &&
    quote.order.orderRef === order.orderRef &&
    words.memberId === order.memberId &&
    quote.order.amount === order.total &&
    quote.order.pv === order.pv &&
    quote.order.cv === order.cv &&
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
    // Bytes that are no signature at all are nobody's.
  }).catch(() => zeroAddress);
  if (lower(signer) !== lower(chain.quoter)) return 'signature';
  if (lower(words.buyer) !== lower(wallet)) return 'buyer';
  if (quote.order.deadline <= chain.now) return 'expired';
  return chain.balance >= words.amount ? null : 'poor';
}

/** @returns null for an order that the contract's words cannot hold */
function wordsThatFit(quote: OrderQuote): ReturnType<typeof orderWords> | null {
  try {
    return orderWords(quote);
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

const lower = (address: string): string => address.toLowerCase();
