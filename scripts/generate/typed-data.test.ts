import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { orderTypes } from '#chain/generated/typed-data.ts';
import { structsOf } from './typed-data.ts';

describe('EIP-712 structs in a contract', () => {
  it('are read from the strings that it hashes, also when they are written in parts', () => {
    const source = 'bytes32 private constant PAIR_TYPEHASH = keccak256(\n  "Pair(uint32 left,"\n  "address right)"\n);';
    expect(structsOf(source)).toEqual([
      [
        'export const pairTypes = {',
        '  Pair: [',
        "    { name: 'left', type: 'uint32' },",
        "    { name: 'right', type: 'address' },",
        '  ],',
        '} as const;',
      ].join('\n'),
    ]);
  });

  it('which it cannot read are no reason to leave one out', () => {
    expect(() => structsOf('X_TYPEHASH = keccak256("pair uint32");')).toThrow('pair uint32');
  });

  it('have the fields of the struct that the contract is called with, in its order', () => {
    const source = readFileSync(new URL('../../contracts/interfaces/ICheckout.sol', import.meta.url), 'utf8');
    const struct = /struct Order \{([^}]*)\}/.exec(source)?.[1] ?? '';
    const fields = [...struct.matchAll(/^\s+(\w+) (\w+);/gm)].map(([, type, name]) => ({ name, type }));
    expect(orderTypes.Order).toEqual(fields);
  });
});
