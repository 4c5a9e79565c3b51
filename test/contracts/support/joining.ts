import { type ContractTransactionResponse, type HDNodeWallet, type Signer, type TypedDataField, ZeroAddress } from 'ethers';
import { type World } from './world.ts';

/** EIP-712 types from one line, as the contracts write them. */
function typesOf(line: string): TypedDataField[] {
  return line.split(', ').map((member) => {
    const [type = '', name = ''] = member.split(' ');
    return { type, name };
  });
}

const consentTypes = {
  Consent: typesOf(
    'uint32 sponsorId, uint32 parentId, uint8 leg, address wallet, bytes32 termsHash, uint256 nonce, uint256 deadline',
  ),
};
const invitationTypes = {
  Invitation: typesOf(
    'uint256 chainId, address gateway, uint32 sponsorId, address invitee, uint32 uses, uint256 nonce, uint256 deadline',
  ),
};
const termsHash = `0x${'ab'.repeat(32)}`;
const never = 4_000_000_000n;

interface Joining {
  readonly newcomer: HDNodeWallet;
  readonly sponsorId: number;
  readonly inviter: HDNodeWallet;
  /** 0: anybody until the deadline. */
  readonly uses?: number;
  /** Whether the invitation names the newcomer. */
  readonly named?: boolean;
  /** Whether the newcomer signs, so that anybody can send it. */
  readonly relayed?: boolean;
}

/** All that is needed to admit somebody, signed by everybody it takes. */
export async function signJoining(world: World, joining: Joining) {
  const { newcomer, sponsorId, inviter, uses = 1, named = true, relayed = true } = joining;
  const { chainId, contracts } = world.deployment;
  const domain = { name: 'Upline Enrollment', version: '1', chainId, verifyingContract: contracts.enrollment };
  const consent = { sponsorId, parentId: 0, leg: 0, wallet: newcomer.address, termsHash, nonce: 1, deadline: never };
  const invitation = {
    chainId,
    gateway: contracts.enrollment,
    sponsorId,
    invitee: named ? newcomer.address : ZeroAddress,
    uses,
    nonce: 1,
    deadline: never,
  };
  return {
    consent,
    consentSignature: relayed ? await newcomer.signTypedData(domain, consentTypes, consent) : '0x',
    invitation,
    inviter: inviter.address,
    invitationSignature: await inviter.signTypedData(domain, invitationTypes, invitation),
  };
}

type SignedJoining = Awaited<ReturnType<typeof signJoining>>;

export function sendJoining(
  world: World,
  sender: Signer,
  { consent, consentSignature, invitation, inviter, invitationSignature }: SignedJoining,
  overrides: { gasLimit?: number; maxFeePerGas?: number; maxPriorityFeePerGas?: number } = {},
): Promise<ContractTransactionResponse> {
  return world.as(sender).enrollment.enroll(consent, consentSignature, invitation, inviter, invitationSignature, overrides);
}

/** A packed import: a sponsor each. */
export function packSponsors(sponsors: readonly number[]): string {
  return `0x${sponsors.map((sponsorId) => sponsorId.toString(16).padStart(8, '0')).join('')}`;
}
