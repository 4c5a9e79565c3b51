import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts';
import type { Hex } from '#kernel/hex.ts';
import { isHex } from '#kernel/hex.ts';

const currentKey = 'upline.demo.key';
const ownKey = 'upline.demo.ownKey';
const replacementKey = 'upline.demo.replacementKey';

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

/** A fresh key that will take a member's place over; nobody acts with it yet. */
export function replacementDemoAccount(): PrivateKeyAccount {
  const key = generatePrivateKey();
  localStorage.setItem(replacementKey, key);
  return privateKeyToAccount(key);
}

/** Acts with the fresh key. @throws Error when this browser made none */
export function actWithReplacement(): PrivateKeyAccount {
  const key = localStorage.getItem(replacementKey);
  if (!isHex(key, 32)) throw new Error('this browser made no new demo wallet');
  return actWithDemoKey(key);
}

/** Another newcomer at the same browser: makes a new key next time. */
export function forgetOwnDemoKey(): void {
  localStorage.removeItem(ownKey);
}

function accountOf(key: string | null): PrivateKeyAccount | null {
  return isHex(key, 32) ? privateKeyToAccount(key) : null;
}
