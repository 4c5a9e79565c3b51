import { decodeErrorResult, isHex, type Hex } from 'viem';
import { errorsAbi } from '#chain/generated/abi.ts';
import { codeOfContractError } from '#kernel/errors/contract-names.ts';
import type { ErrorCode, ErrorParameters } from '#kernel/errors/index.ts';

/** What a contract answered instead of doing what it was asked. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;
}

/**
 * The contract's own error inside whatever a wallet, viem or wagmi made of it. Every contract of this deployment is known here: a call
 * of one is often refused by another behind it. @returns null when no contract refused anything
 */
export function refusalOf(error: unknown): Refusal | null {
  const data = revertBytes(error, 0);
  return data === null ? null : describe(data);
}

function describe(data: Hex): Refusal {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: errorsAbi, data });
    const code = codeOfContractError(errorName);
    if (code === undefined) return { code: 'CHAIN.REVERTED', parameters: { reason: errorName } };
    const values: readonly unknown[] = args ?? [];
    const inputs: readonly { readonly name?: string }[] = 'inputs' in abiItem ? abiItem.inputs : [];
    return {
      code,
      parameters: Object.fromEntries(inputs.map(({ name }, place) => [name ?? String(place), plain(values[place])])),
    };
  } catch {
    // An error of a contract that is not ours; its first four bytes say which.
    return { code: 'CHAIN.REVERTED', parameters: { reason: data.slice(0, 10) } };
  }
}

/** Nodes and libraries keep the bytes as `raw`, as `data`, or as `data.data`, some levels of cause down. */
function revertBytes(value: unknown, depth: number): Hex | null {
  if (typeof value !== 'object' || value === null || depth > 10) return null;
  const { raw, data, cause } = value as { raw?: unknown; data?: unknown; cause?: unknown };
  for (const found of [raw, data, (data as { data?: unknown } | null | undefined)?.data]) {
    if (isHex(found) && found.length >= 10) return found;
  }
  return revertBytes(cause, depth + 1);
}

function plain(value: unknown): string | number | bigint {
  return typeof value === 'bigint' || typeof value === 'number' ? value : String(value);
}
