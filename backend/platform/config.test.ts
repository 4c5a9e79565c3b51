import { expect, test } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { loadConfig } from './config.ts';

const trial = {
  DATABASE_URL: 'postgresql://localhost/upline',
  RPC_URLS: 'http://127.0.0.1:8545, http://127.0.0.1:8546',
  CHAIN_ID: '31337',
  DEPLOYMENT_FILE: '.upline/deployment.json',
  PUBLIC_URL: 'http://localhost:4000/',
  FILES_DIR: '.upline/files',
};
const ownKey = `0x${'5a'.repeat(32)}`;
const production = {
  ...trial,
  NODE_ENV: 'production',
  CHAIN_ID: '137',
  PUBLIC_URL: 'https://office.example',
  RELAYER_KEY: ownKey,
  RECORDER_KEY: ownKey,
  SETTLER_KEY: ownKey,
};

test('defaults are those of a trial on one machine', () => {
  expect(loadConfig(trial)).toMatchObject({
    environment: 'development',
    rpcUrls: ['http://127.0.0.1:8545', 'http://127.0.0.1:8546'],
    publicUrl: 'http://localhost:4000',
    port: 4000,
    demo: false,
    finalityDepth: 12,
    keys: { relayer: undefined },
  });
});

test('a missing or unreadable setting is named', () => {
  expect(refusal({ ...trial, DATABASE_URL: undefined })).toMatchObject({
    code: 'CONFIG.INVALID',
    parameters: { variable: 'DATABASE_URL' },
  });
  expect(refusal({ ...trial, RPC_URLS: ' ' })).toMatchObject({ parameters: { variable: 'RPC_URLS' } });
  expect(refusal({ ...trial, RELAYER_KEY: '0x12' })).toMatchObject({ parameters: { variable: 'RELAYER_KEY' } });
});

test('a refusal never repeats a key', () => {
  const secret = `0x${'5a'.repeat(31)}zz`;
  expect(JSON.stringify(refusal({ ...trial, RELAYER_KEY: secret }))).not.toContain(secret.slice(2, 20));
});

test('production starts with settings of its own', () => {
  expect(loadConfig(production).environment).toBe('production');
});

test.each<[string, Record<string, string>]>([
  ['DEMO', { DEMO: '1' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'http://office.example' }],
  ['CHAIN_ID', { CHAIN_ID: '31337' }],
  ['RELAYER_KEY', { RELAYER_KEY: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d' }],
  ['SETTLER_KEY', { SETTLER_KEY: '0x7C852118294E51E653712A81E05800F419141751BE58F605C371E15141B007A6' }],
])('B30: production refuses an unsafe %s', (variable, changes) => {
  expect(refusal({ ...production, ...changes })).toMatchObject({ code: 'CONFIG.UNSAFE_IN_PRODUCTION', parameters: { variable } });
});

function refusal(environment: Record<string, string | undefined>): UplineError | undefined {
  try {
    loadConfig(environment);
    return undefined;
  } catch (error) {
    if (error instanceof UplineError) return error;
    throw error;
  }
}
