import { createWalletClient, hexToString, http, isHex, numberToHex, type Chain, type EIP1193RequestFn, type Hex } from 'viem';
import { currentDemoAccount } from './keys.ts';

/** A wallet in miniature (EIP-1193): signs with the demo key of this browser and passes everything else to the node. */
export function demoRequest(chain: Chain): EIP1193RequestFn {
  const node = http(chain.rpcUrls.default.http[0])({ chain });
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const list = Array.isArray(params) ? (params as unknown[]) : [];
    const account = currentDemoAccount();
    switch (method) {
      case 'eth_chainId':
        return numberToHex(chain.id);
      case 'eth_accounts':
      case 'eth_requestAccounts':
        return account === null ? [] : [account.address];
      case 'wallet_switchEthereumChain':
        return null;
      case 'personal_sign': {
        const message = String(list[0]);
        return required(account).signMessage({ message: isHex(message) ? hexToString(message) : message });
      }
      case 'eth_signTypedData_v4': {
        return required(account).signTypedData(JSON.parse(String(list[1])));
      }
      case 'eth_sendTransaction': {
        const asked = list[0] as { to: Hex; data?: Hex };
        const client = createWalletClient({ account: required(account), chain, transport: http(chain.rpcUrls.default.http[0]) });
        return client.sendTransaction({ to: asked.to, ...(asked.data === undefined ? {} : { data: asked.data }) });
      }
      default:
        return node.request({ method, params });
    }
  };
  return request as EIP1193RequestFn;
}

function required<T>(account: T | null): T {
  // 4100 is what a locked wallet says; the screen then offers to choose a person.
  if (account === null) throw Object.assign(new Error('the demo wallet has no key'), { code: 4100 });
  return account;
}
