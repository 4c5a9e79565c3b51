import { type Abi, type AbiParameter, encodeErrorResult } from 'viem';
import { expect, test } from 'vitest';
import { errorCatalogue } from '#kernel/errors/index.ts';
import { describeRevert, revertOf } from './contract-errors.ts';
import { errorsAbi } from './generated/abi.ts';

const ours = errorsAbi.filter((item) =>
  /^(Genealogy|Enrollment|PlanRegistry|VolumeLedger|PayoutVault|Checkout)[A-Z]/.test(item.name),
);

test('our contracts have errors to describe', () => {
  expect(ours.length).toBeGreaterThan(90);
});

test.each(ours.map((item) => [item.name, item.inputs] as const))(
  '%s has a code, and its words use only what the contract says',
  (errorName, inputs) => {
    const parameters: readonly AbiParameter[] = inputs;
    const abi: Abi = errorsAbi;
    const data = encodeErrorResult({ abi, errorName, args: parameters.map(sample) });
    const { code, parameters: given } = describeRevert(data);
    expect(code).not.toBe('CHAIN.REVERTED');
    for (const locale of ['en', 'ru'] as const) {
      const { message, cure } = errorCatalogue[code][locale];
      const wanted = [...`${message} ${cure}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      for (const name of wanted) expect(Object.keys(given)).toContain(name);
    }
  },
);

test('a refusal by the access manager says that the account may not', () => {
  const data = encodeErrorResult({ abi: errorsAbi, errorName: 'AccessManagedUnauthorized', args: [`0x${'1'.repeat(40)}`] });
  expect(describeRevert(data).code).toBe('CHAIN.NOT_ALLOWED');
});

test('unknown bytes and silence are told as they are', () => {
  expect(describeRevert('0xdeadbeef')).toEqual({ code: 'CHAIN.REVERTED', parameters: { reason: '0xdeadbeef' } });
  expect(describeRevert(undefined).code).toBe('CHAIN.REVERTED');
  expect(revertOf(new Error('socket closed'))).toBeUndefined();
});

function sample(parameter: AbiParameter): unknown {
  if (parameter.type === 'address') return `0x${'2'.repeat(40)}`;
  if (parameter.type.startsWith('bytes')) return `0x${'3'.repeat(2 * Number(parameter.type.slice(5)))}`;
  const bits = Number(parameter.type.replace(/\D/g, ''));
  return bits <= 48 ? 7 : 7n;
}
