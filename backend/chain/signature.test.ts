import { createPublicClient, custom } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it, vi } from 'vitest';
import { createSignatureVerifier } from './signature.ts';

const account = privateKeyToAccount(`0x${'7a'.repeat(32)}`);
const smartWallet = '0x00000000000000000000000000000000000000aa';
const message = 'Sign in to Upline.';

/** A verifier whose node answers as told; `asked` counts the questions. */
function verifierWith(answer: () => Promise<unknown>) {
  const request = vi.fn(answer);
  const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
  return { verify: createSignatureVerifier(client), asked: request };
}

describe('signatures of wallets (B05)', () => {
  it('of a key are checked without any node', async () => {
    const { verify, asked } = verifierWith(() => Promise.reject(new Error('the node is away')));
    expect(await verify({ wallet: account.address, message, signature: await account.signMessage({ message }) })).toBe(true);
    expect(asked).not.toHaveBeenCalled();
  });

  it('of a smart wallet are accepted when the wallet accepts them on our chain', async () => {
    const signature = await account.signMessage({ message });
    const yes = verifierWith(async () => '0x0000000000000000000000000000000000000000000000000000000000000001');
    expect(await yes.verify({ wallet: smartWallet, message, signature })).toBe(true);
    const no = verifierWith(async () => '0x0000000000000000000000000000000000000000000000000000000000000000');
    expect(await no.verify({ wallet: smartWallet, message, signature })).toBe(false);
  });

  it('count as missing when the node is away, slow, or the bytes are no signature', async () => {
    const signature = await account.signMessage({ message });
    const away = verifierWith(() => Promise.reject(new Error('the node is away')));
    expect(await away.verify({ wallet: smartWallet, message, signature })).toBe(false);
    expect(await away.verify({ wallet: account.address, message, signature: `0x${'ff'.repeat(65)}` })).toBe(false);
    expect(await away.verify({ wallet: account.address, message: 'another text', signature })).toBe(false);

    vi.useFakeTimers();
    try {
      const slow = verifierWith(() => new Promise(() => undefined));
      const answer = slow.verify({ wallet: smartWallet, message, signature });
      await vi.advanceTimersByTimeAsync(3_000);
      expect(await answer).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});
