import { privateKeyToAccount } from 'viem/accounts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Deployment } from './deployment.ts';
import { checkoutDomain, orderTypes } from './generated/typed-data.ts';

/** `ICheckout.Order`: money in token units, `deadline` in unix seconds. */
export interface CheckoutOrder {
  readonly orderRef: number;
  readonly memberId: number;
  /** 1 own purchase, 2 sale to a customer. */
  readonly kind: number;
  readonly customer: number;
  readonly saleNumber: number;
  readonly buyer: Address;
  readonly amount: bigint;
  readonly pv: number;
  readonly cv: number;
  readonly deadline: bigint;
}

/** Signs orders for Checkout. Holds no money and sends nothing. */
export interface Quoter {
  readonly address: Address;
  sign(order: CheckoutOrder): Promise<Hex>;
}

/** @returns undefined without a key: this process quotes nothing */
export function createQuoter({ chainId, contracts }: Deployment, key: Hex | undefined): Quoter | undefined {
  if (key === undefined) return undefined;
  const account = privateKeyToAccount(key);
  const domain = checkoutDomain(chainId, contracts.checkout);
  return {
    address: account.address.toLowerCase() as Address,
    sign: (message) => account.signTypedData({ domain, types: orderTypes, primaryType: 'Order', message }),
  };
}
