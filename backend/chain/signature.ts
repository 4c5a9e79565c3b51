import type { PublicClient } from 'viem';
import { verifyMessage } from 'viem/utils';

/** A wallet that is a contract must answer in this time, or it has not signed. */
const smartWalletMilliseconds = 3_000;

/**
 * Says whether a wallet signed a text (EIP-191). A key's signature is checked here, without any node; only when it does not fit is the
 * chain asked whether the wallet is a contract that accepts it (ERC-1271, ERC-6492). A node that is away or slow means no.
 */
export function createSignatureVerifier(
  client: PublicClient,
): (request: { wallet: `0x${string}`; message: string; signature: `0x${string}` }) => Promise<boolean> {
  return async ({ wallet, message, signature }) => {
    if (await signedByKey(wallet, message, signature)) return true;
    return withinTime(client.verifyMessage({ address: wallet, message, signature }));
  };
}

async function signedByKey(address: `0x${string}`, message: string, signature: `0x${string}`): Promise<boolean> {
  if (signature.length !== 132) return false;
  try {
    return await verifyMessage({ address, message, signature });
  } catch {
    // Bytes that are no point on the curve: not a key's signature.
    return false;
  }
}

async function withinTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), smartWalletMilliseconds);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
