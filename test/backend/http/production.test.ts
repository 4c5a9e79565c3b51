import { mnemonicToAccount } from 'viem/accounts';
import { bytesToHex } from 'viem/utils';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '#platform/config.ts';

const good = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://upline@database/upline',
  RPC_URLS: 'https://node.example',
  CHAIN_ID: '8453',
  DEPLOYMENT_FILE: '/etc/upline/deployment.json',
  PUBLIC_URL: 'https://office.example',
  FILES_DIR: '/var/lib/upline/files',
  RELAYER_KEY: `0x${'7a'.repeat(32)}`,
};

const trialKey = (index: number): string => {
  const account = mnemonicToAccount('test test test test test test test test test test test junk', {
    addressIndex: index,
  });
  const key = account.getHdKey().privateKey;
  if (key === null) throw new Error('no key');
  return bytesToHex(key);
};

describe('B30: a real installation does not start with the settings of a trial', () => {
  it('starts with its own settings', () => {
    expect(loadConfig(good)).toMatchObject({ environment: 'production', demo: false });
  });

  it.each([
    ['demo people', { DEMO: '1' }, 'DEMO'],
    ['an address without https', { PUBLIC_URL: 'http://office.example' }, 'PUBLIC_URL'],
    ['the local chain', { CHAIN_ID: '31337' }, 'CHAIN_ID'],
    ...(['RELAYER_KEY', 'RECORDER_KEY', 'SETTLER_KEY', 'QUOTER_KEY'] as const).flatMap((name) =>
      Array.from({ length: 10 }, (_, index): [string, Record<string, string>, string] => [
        `a public key (${index}) as ${name}`,
        { [name]: trialKey(index) },
        name,
      ]),
    ),
    ['a public key in capitals', { RELAYER_KEY: `0x${trialKey(1).slice(2).toUpperCase()}` }, 'RELAYER_KEY'],
  ])('refuses %s', (_name, change, variable) => {
    expect(() => loadConfig({ ...good, ...change })).toThrow(
      expect.objectContaining({
        code: 'CONFIG.UNSAFE_IN_PRODUCTION',
        parameters: expect.objectContaining({ variable }) as unknown,
      }),
    );
  });
});
