import { BaseError, decodeErrorResult } from 'viem';
import { codeOfContractError } from '#kernel/errors/contract-names.ts';
import { UplineError, type ErrorCode, type ErrorParameters } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import { shortReason } from './client.ts';
import { errorsAbi } from './generated/abi.ts';

/**
 * What a contract answered, as our error: `GenealogyWalletTaken(wallet, memberId)` is GENEALOGY.WALLET_TAKEN with the same
 * parameters. What has no code of its own becomes CHAIN.REVERTED with the name.
 */
export function describeRevert(data: Hex | undefined): { code: ErrorCode; parameters: ErrorParameters } {
  if (data === undefined || data === '0x') return { code: 'CHAIN.REVERTED', parameters: { reason: 'no reason given' } };
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: errorsAbi, data });
    const inputs: readonly { readonly name?: string | undefined }[] = 'inputs' in abiItem ? abiItem.inputs : [];
    const values: readonly unknown[] = args ?? [];
    const parameters = Object.fromEntries(inputs.map((input, place) => [input.name ?? String(place), plain(values[place])]));
    const code = codeOfContractError(errorName);
    if (code !== undefined) return { code, parameters };
    const detail = Object.entries(parameters)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ');
    return { code: 'CHAIN.REVERTED', parameters: { reason: detail === '' ? errorName : `${errorName}: ${detail}` } };
  } catch {
    // Bytes that are none of our errors; the first four tell which error of a foreign contract it was.
    return { code: 'CHAIN.REVERTED', parameters: { reason: data.slice(0, 10) } };
  }
}

/** The revert inside a client's error, or undefined when the failure is not the contract's answer (no connection, no funds). */
export function revertOf(error: unknown): UplineError | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const withData = error.walk(
    (inner) => typeof inner === 'object' && inner !== null && 'data' in inner && isRevertData(inner.data),
  );
  if (withData !== null && 'data' in withData) {
    const { code, parameters } = describeRevert(revertBytes(withData.data));
    return new UplineError(code, parameters, { cause: error });
  }
  const text = error.message.toLowerCase();
  if (!text.includes('revert')) return undefined;
  return new UplineError('CHAIN.REVERTED', { reason: shortReason(error) }, { cause: error });
}

/** Nodes wrap the bytes differently: plain, or as `{ data }`. */
function revertBytes(data: unknown): Hex | undefined {
  if (typeof data === 'string' && data.startsWith('0x')) return data as Hex;
  if (typeof data === 'object' && data !== null && 'data' in data) return revertBytes(data.data);
  return undefined;
}

function isRevertData(data: unknown): boolean {
  return revertBytes(data) !== undefined;
}

function plain(value: unknown): string | number | bigint {
  return typeof value === 'bigint' || typeof value === 'number' ? value : String(value);
}
