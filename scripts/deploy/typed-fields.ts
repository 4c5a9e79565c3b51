import type { TypedDataField } from 'ethers';

/** EIP-712 types as constants, as ethers takes them: in lists that it may change. */
export function typedFields(types: Readonly<Record<string, readonly TypedDataField[]>>): Record<string, TypedDataField[]> {
  return Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]));
}
