import { describe, expect, it } from 'vitest';
import type { ClaimOffer } from '#api/claims.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { buildPayoutTree, proofOf } from '#engine/payout-tree/tree.ts';
import { judgeOffer, type OfferOnChain } from './verify-offer.ts';

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const vault = address('a');
const token = address('b');
const wallet = address('c');
const deployment: DeploymentInfo = {
  network: 'local',
  chainId: 31337,
  genesisBlock: 0,
  contracts: {
    accessManager: address('1'),
    genealogy: address('2'),
    enrollment: address('3'),
    planRegistry: address('4'),
    volumeLedger: address('5'),
    payoutVault: vault,
    checkout: address('6'),
    token,
  },
  token: { address: token, symbol: 'dUSD', decimals: 6 },
  rpcUrl: 'http://127.0.0.1:8545',
  reviewWindowSeconds: 0,
  finalityDepth: 12,
  placementWidth: 0,
  demo: true,
};
const tree = buildPayoutTree({ chainId: 31337, vault, token }, [
  { memberId: 2, cumulative: 5_000_000n },
  { memberId: 7, cumulative: 12_000_000n },
  { memberId: 9, cumulative: 1n },
]);
const proof = proofOf(tree, 7);
const offer: ClaimOffer = {
  memberId: 7,
  root: tree.root,
  period: 1,
  cumulative: '12000000',
  settled: '2000000',
  claimable: '10000000',
  index: proof.index,
  leafCount: 3,
  proof: [...proof.proof],
  claimKey: `0x${'7'.repeat(24)}`,
  wallet,
  route: 'token',
  asOf: { block: 1, time: '2026-11-26T12:00:00Z' },
};
const chain: OfferOnChain = {
  root: tree.root,
  leafCount: 3,
  key: `0x${'7'.repeat(24)}`,
  settled: 2_000_000n,
  hasWallet: true,
  owner: 7,
  bankRoute: false,
  token,
  decimals: 6,
  vaultBalance: 50_000_000n,
};

describe('an offer held against the chain', () => {
  it('passes when every word is confirmed', () => {
    expect(judgeOffer(offer, chain, deployment)).toBeNull();
  });

  // One lie each, as a hostile server could tell them.
  it.each([
    ['root', { root: `0x${'0'.repeat(64)}` as const }, {}],
    ['proof', { cumulative: '99000000', claimable: '97000000' }, {}],
    ['proof', { memberId: 2 }, {}],
    ['proof', { proof: [] }, {}],
    ['settled', { settled: '0', claimable: '12000000' }, {}],
    ['amount', { claimable: '10000001' }, {}],
    ['root', { claimKey: `0x${'0'.repeat(24)}` as const }, {}],
    ['wallet', { wallet: address('d') }, { owner: 9 }],
    ['wallet', {}, { owner: 0 }],
    ['noWallet', {}, { hasWallet: false }],
    ['bankRoute', {}, { bankRoute: true }],
    ['token', {}, { decimals: 18 }],
    ['token', {}, { token: address('e') }],
    ['poor', {}, { vaultBalance: 1n }],
  ] as const)('finds a lie about %s', (fault, said, read) => {
    expect(judgeOffer({ ...offer, ...said } as ClaimOffer, { ...chain, ...read }, deployment)).toBe(fault);
  });
});
