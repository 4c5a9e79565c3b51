import {
  BaseError,
  domainSeparator,
  erc20Abi,
  HttpRequestError,
  parseSignature,
  TimeoutError,
  type TypedDataDomain,
  zeroHash,
} from 'viem';
import { getEip712Domain } from 'viem/actions';
import type { OrderQuote } from '#api/orders.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { checkoutAbi, tokenAbi } from '#chain/generated/abi.ts';
import { abiNumber } from '#kernel/abi-number.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import { readerOf, type ChainReader } from './reader.ts';

/** Every call of Checkout that a wallet is asked for, and what the page reads before it asks. */

export interface QuoteOnChain {
  readonly quoter: Address;
  readonly token: Address;
  /** Unix seconds of the newest block. */
  readonly now: number;
  readonly balance: bigint;
  /** What Checkout may take from the wallet already. */
  readonly allowance: bigint;
  /** How a permit of the wallet is signed; null when the token or the wallet knows none. */
  readonly permit: PermitGround | null;
}

/** EIP-2612: what a permit is signed over besides owner, spender, value and deadline. */
export interface PermitGround {
  readonly domain: TypedDataDomain;
  readonly nonce: bigint;
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
  const [balance, allowance, permit] = await Promise.all([
    readBalance(wallet, token, reader),
    reader.readContract({ address: token, abi: erc20Abi, functionName: 'allowance', args: [wallet, checkout.address] }),
    readPermit(wallet, token, reader),
  ]);
  return { quoter, token, now: Number(block.timestamp), balance, allowance, permit };
}

export function readBalance(wallet: Address, token: Address, reader: ChainReader): Promise<bigint> {
  return reader.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [wallet] });
}

/** The order of a quote as the contract takes it. */
export function orderWords({ order }: OrderQuote) {
  const { orderRef, amount, pv, cv, deadline, ...rest } = order;
  return {
    ...rest,
    orderRef: abiNumber(BigInt(orderRef), 48),
    amount: BigInt(amount),
    pv: abiNumber(BigInt(pv), 32),
    cv: abiNumber(BigInt(cv), 40),
    deadline: BigInt(deadline),
  };
}

/** Lets Checkout take exactly the sum of the order. */
export function approveCall(deployment: DeploymentInfo, { order }: OrderQuote) {
  const args = [deployment.contracts.checkout, BigInt(order.amount)] as const;
  return { address: deployment.token.address, abi: erc20Abi, functionName: 'approve', args } as const;
}

/** Pays from what the wallet allowed before. */
export function payCall(deployment: DeploymentInfo, quote: OrderQuote) {
  const args = [orderWords(quote), quote.signature] as const;
  return { address: deployment.contracts.checkout, abi: checkoutAbi, functionName: 'pay', args } as const;
}

/** What the wallet signs to allow exactly the sum of the order, for as long as its price holds. */
export function permitOf(deployment: DeploymentInfo, { order }: OrderQuote, { domain, nonce }: PermitGround) {
  const { checkout } = deployment.contracts;
  const message = {
    owner: order.buyer,
    spender: checkout,
    value: BigInt(order.amount),
    nonce,
    deadline: BigInt(order.deadline),
  };
  return { domain, types: permitTypes, primaryType: 'Permit', message } as const;
}

/** Pays with the permit of the same wallet: one transaction. */
export function payWithPermitCall(deployment: DeploymentInfo, quote: OrderQuote, signature: Hex) {
  const { r, s, yParity } = parseSignature(signature);
  const { amount, deadline } = orderWords(quote);
  const args = [orderWords(quote), quote.signature, '0x', { value: amount, deadline, v: 27 + yParity, r, s }] as const;
  return { address: deployment.contracts.checkout, abi: checkoutAbi, functionName: 'payWithPermit', args } as const;
}

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

async function readPermit(wallet: Address, token: Address, reader: ChainReader): Promise<PermitGround | null> {
  try {
    // The token checks the signature of a key; a wallet that is a contract signs in another way.
    if ((await reader.getCode({ address: wallet })) !== undefined) return null;
    const [described, nonce, separator] = await Promise.all([
      getEip712Domain(reader, { address: token }),
      reader.readContract({ address: token, abi: tokenAbi, functionName: 'nonces', args: [wallet] }),
      reader.readContract({ address: token, abi: tokenAbi, functionName: 'DOMAIN_SEPARATOR' }),
    ]);
    const { salt, ...named } = described.domain;
    const domain = salt === zeroHash ? named : described.domain;
    return domainSeparator({ domain }) === separator ? { domain, nonce } : null;
  } catch (error) {
    const unread = (inner: unknown) => inner instanceof HttpRequestError || inner instanceof TimeoutError;
    if (error instanceof BaseError && error.walk(unread) === null) return null;
    throw error;
  }
}
