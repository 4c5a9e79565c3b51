import { BaseError, ContractFunctionRevertedError, encodeErrorResult } from 'viem';
import { describe, expect, it } from 'vitest';
import { checkoutAbi, errorsAbi } from '#chain/generated/abi.ts';
import { refusalOf } from './refusal.ts';

const used = encodeErrorResult({ abi: errorsAbi, errorName: 'GenealogySaleNumberUsed', args: [7, 3] });

describe('what a contract refused', () => {
  it('is found behind the contract that was called, with its parameters', () => {
    const error = new BaseError('pay', {
      cause: new ContractFunctionRevertedError({ abi: checkoutAbi, data: used, functionName: 'pay' }),
    });
    expect(refusalOf(error)).toEqual({ code: 'GENEALOGY.SALE_NUMBER_USED', parameters: { memberId: 7, saleNumber: 3 } });
  });

  it.each([
    ['bare', { data: used }],
    ['wrapped', { cause: { cause: { data: { data: used } } } }],
  ])('is found in the answer of a wallet: %s', (_how, error) => {
    expect(refusalOf(error)?.code).toBe('GENEALOGY.SALE_NUMBER_USED');
  });

  it('keeps the mark of a foreign error', () => {
    expect(refusalOf({ data: '0xdeadbeef' })).toEqual({ code: 'CHAIN.REVERTED', parameters: { reason: '0xdeadbeef' } });
  });

  it('is nothing when nobody refused', () => {
    expect(refusalOf(new Error('fetch failed'))).toBeNull();
    expect(refusalOf({ code: 4001, data: { originalError: {} } })).toBeNull();
  });
});
