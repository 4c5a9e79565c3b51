import { privateKeyToAccount } from 'viem/accounts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Deployment } from './deployment.ts';

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

/** Field by field in the order of the struct: EIP-712 hashes it so. */
const types = {
  Order: [
    { name: 'orderRef', type: 'uint48' },
    { name: 'memberId', type: 'uint32' },
    { name: 'kind', type: 'uint8' },
    { name: 'customer', type: 'uint32' },
    { name: 'saleNumber', type: 'uint32' },
    { name: 'buyer', type: 'address' },
    { name: 'amount', type: 'uint256' },
    { name: 'pv', type: 'uint32' },
    { name: 'cv', type: 'uint40' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** @returns undefined without a key: this process quotes nothing */
export function createQuoter({ chainId, contracts }: Deployment, key: Hex | undefined): Quoter | undefined {
  if (key === undefined) return undefined;
  const account = privateKeyToAccount(key);
  const domain = { name: 'Upline Checkout', version: '1', chainId, verifyingContract: contracts.checkout } as const;
  return {
    address: account.address.toLowerCase() as Address,
    sign: (message) => account.signTypedData({ domain, types, primaryType: 'Order', message }),
  };
}
