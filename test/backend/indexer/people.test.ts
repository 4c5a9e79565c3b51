import { toHex } from 'viem';
import { type PrivateKeyAccount, generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bindWalletTypes,
  consentTypes,
  enrollmentDomain,
  genealogyDomain,
  invitationTypes,
} from '#chain/generated/typed-data.ts';
import { syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain, testAccount } from '#test/support/deployment.ts';

const { database, drop } = await createTestDatabase();
const mirror = createMirrorReader(database);
const newcomer = privateKeyToAccount(generatePrivateKey());
const nextWallet = privateKeyToAccount(generatePrivateKey());
const farFuture = 4_000_000_000n;
let chain: TestChain;

beforeAll(async () => {
  chain = await deployTestChain({ placementWidth: 2 });
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

const sync = () =>
  syncOnce({ database, deployment: chain.deployment, client: chain.client, finalityDepth: 3, logger: silentLogger() });

test('who joins by an invitation stands in both trees, with a wallet', async () => {
  await enroll(newcomer, { sponsorId: 1, parentId: 1, leg: 1 });
  await sync();
  expect(await mirror.memberByWallet(newcomer.address.toLowerCase() as `0x${string}`)).toMatchObject({
    memberId: 2,
    sponsorId: 1,
    parentId: 1,
    leg: 1,
    depth: 1,
  });
});

test('imported members carry their placement too', async () => {
  const entry = (sponsorId: number, parentId: number, leg: number) =>
    toHex(Buffer.from([0, 0, 0, sponsorId, 0, 0, 0, parentId, leg])).slice(2);
  await chain.send('importer', 'genealogy', 'registerBatch', [3, `0x${entry(2, 2, 0)}${entry(3, 3, 1)}`]);
  await sync();
  expect(await mirror.memberById(4)).toMatchObject({ sponsorId: 3, parentId: 3, leg: 1, depth: 3, wallet: null });
});

test('a new wallet takes over; the old one acts for nobody', async () => {
  await bind(3, nextWallet);
  await sync();
  expect((await mirror.memberById(3))?.wallet).toBe(nextWallet.address.toLowerCase());
  const company = testAccount('administrator');
  await chain.send('company', 'genealogy', 'changeWallet', [company.address, farFuture, await signBinding(1, company)]);
  await sync();
  expect((await mirror.memberById(1))?.wallet).toBe(company.address.toLowerCase());
  expect(await mirror.memberByWallet(testAccount('company').address.toLowerCase() as `0x${string}`)).toBeUndefined();
});

test('an invitation that was taken back is known', async () => {
  const invitation = invitationOf(1, 5n);
  const hash = await chain.read<`0x${string}`>('enrollment', 'hashInvitation', [invitation]);
  await chain.send('administrator', 'enrollment', 'revokeInvitation', [invitation]);
  await sync();
  expect([...(await mirror.revokedInvitations([hash, `0x${'00'.repeat(32)}`]))]).toEqual([hash]);
});

test('all of it agrees with the contracts', async () => {
  expect((await verifyMirror({ database, client: chain.client, deployment: chain.deployment })).differences).toEqual([]);
});

function invitationOf(sponsorId: number, nonce: bigint) {
  const { enrollment } = chain.deployment.contracts;
  return {
    chainId: BigInt(chain.anvil.chainId),
    gateway: enrollment,
    sponsorId,
    invitee: `0x${'0'.repeat(40)}` as const,
    uses: 5,
    nonce,
    deadline: farFuture,
  };
}

async function enroll(person: PrivateKeyAccount, place: { sponsorId: number; parentId: number; leg: number }): Promise<void> {
  const domain = enrollmentDomain(chain.anvil.chainId, chain.deployment.contracts.enrollment);
  const consent = { ...place, wallet: person.address, termsHash: toHex(7, { size: 32 }), nonce: 1n, deadline: farFuture };
  const invitation = invitationOf(place.sponsorId, 1n);
  const sponsor = testAccount('company');
  const consentSignature = await person.signTypedData({
    domain,
    primaryType: 'Consent',
    types: consentTypes,
    message: consent,
  });
  const invitationSignature = await sponsor.signTypedData({
    domain,
    primaryType: 'Invitation',
    types: invitationTypes,
    message: invitation,
  });
  await chain.send('relayer', 'enrollment', 'enroll', [
    consent,
    consentSignature,
    invitation,
    sponsor.address,
    invitationSignature,
  ]);
}

async function bind(memberId: number, person: PrivateKeyAccount): Promise<void> {
  await chain.send('administrator', 'genealogy', 'bindWallet', [
    memberId,
    person.address,
    farFuture,
    await signBinding(memberId, person),
  ]);
}

function signBinding(memberId: number, person: Pick<PrivateKeyAccount, 'address' | 'signTypedData'>): Promise<`0x${string}`> {
  return person.signTypedData({
    domain: genealogyDomain(chain.anvil.chainId, chain.deployment.contracts.genealogy),
    primaryType: 'BindWallet',
    types: bindWalletTypes,
    message: { memberId, wallet: person.address, deadline: farFuture },
  });
}
