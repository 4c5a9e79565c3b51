import { createPublicClient, createWalletClient, defineChain, hexToString, http, isHex, numberToHex, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Page } from 'playwright-core';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import type { Hex } from '#kernel/hex.ts';

/** How the wallet answers what needs its owner. */
export type Manner = 'obey' | 'reject' | 'rejectSending' | 'lock' | 'wait' | 'forget' | 'replace' | 'starve';

export interface TestWallet {
  manner: Manner;
  /** What the wallet says its network is. */
  chainId: number;
  /** Every request that needed its owner, in order. */
  readonly asked: readonly string[];
  readonly address: Hex;
  /** As if the owner had chosen another account in the wallet. */
  switchAccount(): Promise<void>;
}

const needsOwner = new Set(['personal_sign', 'eth_signTypedData_v4', 'eth_sendTransaction']);

/**
 * Puts a wallet extension into `page`, announced by EIP-6963 as "Test wallet". It lives in the test, so that it can reject, be locked,
 * forget or replace a transaction, or give it too little to succeed.
 */
export async function installWallet(page: Page, privateKey: Hex, rpcUrl: string, chainId: number): Promise<TestWallet> {
  let account = privateKeyToAccount(privateKey);
  const chain = defineChain({
    id: chainId,
    name: 'test',
    nativeCurrency: { name: 'E', symbol: 'E', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const client = createWalletClient({ chain, transport: http(rpcUrl) }).extend(publicActions);
  const asked: string[] = [];
  let connected = false;
  const wallet = { manner: 'obey' as Manner, chainId };

  const tell = (event: Record<string, unknown>) =>
    page.evaluate(`dispatchEvent(new CustomEvent('test-wallet', { detail: ${JSON.stringify(event)} }))`);

  const send = async ({ to, data }: { to: Hex; data: Hex }): Promise<Hex> => {
    if (wallet.manner === 'forget') return `0x${'77'.repeat(32)}`;
    if (wallet.manner === 'replace') {
      // The place in the row goes to a transfer of nothing; what was asked for is never heard of again.
      await client.sendTransaction({ account, to: account.address, value: 0n });
      return `0x${'88'.repeat(32)}`;
    }
    return client.sendTransaction({ account, to, data, ...(wallet.manner === 'starve' ? { gas: 32_000n } : {}) });
  };

  const answer = async (method: string, params: unknown[]): Promise<unknown> => {
    if (needsOwner.has(method)) {
      asked.push(method);
      const declined = wallet.manner === 'reject' || (wallet.manner === 'rejectSending' && method === 'eth_sendTransaction');
      if (declined) throw Object.assign(new Error('User rejected the request.'), { code: 4001 });
      if (wallet.manner === 'lock') throw Object.assign(new Error('Already processing. Please wait.'), { code: -32002 });
      if (wallet.manner === 'wait') await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    switch (method) {
      case 'eth_requestAccounts':
        connected = true;
        return [account.address];
      case 'eth_accounts':
        // Pages that were never allowed to see an account see none.
        return connected ? [account.address] : [];
      case 'eth_chainId':
        return numberToHex(wallet.chainId);
      case 'wallet_switchEthereumChain':
        wallet.chainId = chainId;
        await tell({ chainChanged: numberToHex(chainId) });
        return null;
      case 'personal_sign': {
        const message = String(params[0]);
        return account.signMessage({ message: isHex(message) ? hexToString(message) : message });
      }
      case 'eth_signTypedData_v4':
        return account.signTypedData(JSON.parse(String(params[1])));
      case 'eth_sendTransaction':
        return send(params[0] as { to: Hex; data: Hex });
      default:
        return client.request({ method, params } as Parameters<typeof client.request>[0]);
    }
  };

  await page.exposeFunction('askTestWallet', (method: string, params: unknown[]) =>
    answer(method, params).then(
      (result) => ({ result }),
      (error: { code?: number; message: string }) => ({ error: { code: error.code ?? -32603, message: error.message } }),
    ),
  );
  await page.addInitScript(announce);
  return Object.assign(wallet, {
    asked,
    address: account.address,
    async switchAccount() {
      account = privateKeyToAccount(generatePrivateKey());
      await tell({ accountsChanged: [account.address] });
    },
  });
}

/** Runs in the page: the extension's side of EIP-1193 and EIP-6963. */
function announce(): void {
  type Listener = (value: unknown) => void;
  type Answer = { result?: unknown; error?: { code: number; message: string } };
  const listeners = new Map<string, Set<Listener>>();
  const ask = (globalThis as unknown as { askTestWallet: (method: string, params: unknown) => Promise<Answer> }).askTestWallet;
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown }) {
      const { result, error } = await ask(method, params);
      if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
    },
  };
  const page = globalThis as unknown as EventTarget;
  page.addEventListener('test-wallet', (event) => {
    for (const [name, value] of Object.entries((event as CustomEvent<Record<string, unknown>>).detail)) {
      for (const listener of listeners.get(name) ?? []) listener(value);
    }
  });
  const icon = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>';
  const info = { uuid: '350670db-19fa-4704-a166-e52e178b59d2', name: 'Test wallet', icon, rdns: 'test.wallet' };
  const tell = () =>
    page.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  page.addEventListener('eip6963:requestProvider', tell);
  tell();
}

/** The root that claims are paid by, straight from the vault. */
export async function acceptedRoot(rpcUrl: string, vault: Hex): Promise<Hex> {
  const { root } = await createPublicClient({ transport: http(rpcUrl) }).readContract({
    address: vault,
    abi: payoutVaultAbi,
    functionName: 'accepted',
  });
  return root;
}
