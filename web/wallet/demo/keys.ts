import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts';
import type { Hex } from '#kernel/hex.ts';
import { isHex } from '#kernel/hex.ts';

const currentKey = 'upline.demo.key';
const ownKey = 'upline.demo.ownKey';

/** The key that the demo wallet acts with now. Demo worlds only: a real key would never lie in this storage. */
export function currentDemoAccount(): PrivateKeyAccount | null {
  return accountOf(localStorage.getItem(currentKey));
}

export function actWithDemoKey(privateKey: Hex): PrivateKeyAccount {
  localStorage.setItem(currentKey, privateKey);
  return privateKeyToAccount(privateKey);
}

export function forgetDemoKey(): void {
  localStorage.removeItem(currentKey);
}

/** A newcomer's own key, made once in this browser. */
export function ownDemoAccount(): PrivateKeyAccount {
  const known = localStorage.getItem(ownKey);
  const key = isHex(known, 32) ? known : generatePrivateKey();
  localStorage.setItem(ownKey, key);
  return actWithDemoKey(key);
}

/** Another newcomer at the same browser: makes a new key next time. */
export function forgetOwnDemoKey(): void {
  localStorage.removeItem(ownKey);
}

function accountOf(key: string | null): PrivateKeyAccount | null {
  return isHex(key, 32) ? privateKeyToAccount(key) : null;
}
