import { type HDNodeWallet, ZeroAddress } from 'ethers';
import {
  bindWalletTypes,
  consentTypes,
  enrollmentDomain,
  genealogyDomain,
  invitationTypes,
} from '#chain/generated/typed-data.ts';
import { typedFields } from '#scripts/deploy/typed-fields.ts';
import type { Random } from '#scripts/demo/random.ts';
import { meanOf, type Stage } from './stage.ts';

const word = (random: Random): string =>
  `0x${Array.from({ length: 8 }, () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')}`;

/** Who the company's wallet sponsors: members with wallets of their own, in a line below each other or side by side. */
export interface Joiner {
  readonly sponsorId: number;
  readonly sponsor: HDNodeWallet;
  readonly newcomer: HDNodeWallet;
  /** Who sends it; the newcomer's signature is left out when it is the newcomer. */
  readonly carrier: HDNodeWallet;
  /** 1: the invitation names the newcomer. */
  readonly uses: number;
  /** The same number makes the same link. */
  readonly link?: bigint;
}

/** One joining as the office would carry it. @returns gas */
export async function join(
  stage: Stage,
  random: Random,
  { sponsorId, sponsor, newcomer, carrier, uses, link }: Joiner,
): Promise<number> {
  const { enrollment } = stage.deployment.contracts;
  const domain = enrollmentDomain(stage.deployment.chainId, enrollment);
  const deadline = 4_000_000_000;
  const consent = {
    sponsorId,
    parentId: 0,
    leg: 0,
    wallet: newcomer.address,
    termsHash: word(random),
    nonce: BigInt(word(random)),
    deadline,
  };
  const invitation = {
    chainId: stage.deployment.chainId,
    gateway: enrollment,
    sponsorId,
    invitee: uses === 1 ? newcomer.address : ZeroAddress,
    uses,
    nonce: link ?? BigInt(word(random)),
    deadline,
  };
  const consentSignature =
    carrier.address === newcomer.address ? '0x' : await newcomer.signTypedData(domain, typedFields(consentTypes), consent);
  const invitationSignature = await sponsor.signTypedData(domain, typedFields(invitationTypes), invitation);
  return stage.gasOf(
    stage.as(carrier).enrollment.enroll(consent, consentSignature, invitation, sponsor.address, invitationSignature),
  );
}

/** Gives an imported member a wallet. */
export async function bind(stage: Stage, memberId: number, wallet: HDNodeWallet): Promise<void> {
  const deadline = 4_000_000_000;
  const domain = genealogyDomain(stage.deployment.chainId, stage.deployment.contracts.genealogy);
  const signature = await wallet.signTypedData(domain, typedFields(bindWalletTypes), {
    memberId,
    wallet: wallet.address,
    deadline,
  });
  const { genealogy } = stage.as(await stage.account(0));
  await stage.gasOf(genealogy.bindWallet(memberId, wallet.address, deadline, signature));
}

/** Imports members until there are `target`, each below the one before: the worst shape for questions about uplines. */
export async function importChain(stage: Stage, target: number): Promise<number[]> {
  const importer = await stage.account(8);
  const { genealogy } = stage.as(importer);
  const costs: number[] = [];
  for (let first = Number(await genealogy.memberCount()) + 1; first <= target;) {
    const count = Math.min(500, target - first + 1);
    const sponsors = Array.from({ length: count }, (_, index) => first + index - 1);
    const entries = `0x${sponsors.map((id) => id.toString(16).padStart(8, '0')).join('')}`;
    const gas = await stage.gasOf(genealogy.registerBatch(first, entries, { gasLimit: 16_777_216 }));
    if (count === 500) costs.push(gas);
    first += count;
  }
  return costs;
}

/** Imports one batch of 500 under random sponsors: the realistic shape. @returns gas of the whole batch */
export async function importRandom(stage: Stage, random: Random): Promise<number> {
  const { genealogy } = stage.as(await stage.account(8));
  const first = Number(await genealogy.memberCount()) + 1;
  const sponsors = Array.from({ length: 500 }, () => 1 + random.below(first - 1));
  const entries = `0x${sponsors.map((id) => id.toString(16).padStart(8, '0')).join('')}`;
  return stage.gasOf(genealogy.registerBatch(first, entries, { gasLimit: 16_777_216 }));
}

/** Questions to `isUpline`, which nobody pays for but contracts: the gas of a call less that of carrying it. */
export async function askUplines(stage: Stage, random: Random, depth: number): Promise<{ worst: number; mean: number }> {
  const { genealogy } = stage.as(await stage.account(0));
  const costs: number[] = [];
  for (let asked = 0; asked < 1000; asked++) {
    const lower = depth - random.below(200);
    const upper = asked < 500 ? 2 + random.below(lower - 3) : 2 + random.below(40);
    const data = genealogy.interface.encodeFunctionData('isUpline', [upper, lower]);
    const total = Number(await stage.provider.estimateGas({ to: stage.deployment.contracts.genealogy, data }));
    costs.push(total - carrying(data));
  }
  return { worst: Math.max(...costs), mean: meanOf(costs) };
}

/** What a transaction costs before it does anything. */
function carrying(data: string): number {
  const bytes = Buffer.from(data.slice(2), 'hex');
  return 21_000 + bytes.reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);
}
