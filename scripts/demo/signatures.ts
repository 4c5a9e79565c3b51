import { type Address, type Hex, zeroAddress } from 'viem';
import { type HDAccount } from 'viem/accounts';
import { type InvitationTerms } from '#api/invitations.ts';
import { type Consent } from '#api/join.ts';

interface Gateway {
  readonly chainId: number;
  readonly enrollment: Address;
}

const domainOf = ({ chainId, enrollment }: Gateway) => ({
  name: 'Upline Enrollment',
  version: '1',
  chainId,
  verifyingContract: enrollment,
});

/** The structs of contracts/interfaces/IEnrollment.sol, field by field. */
const types = {
  Invitation: [
    { name: 'chainId', type: 'uint256' },
    { name: 'gateway', type: 'address' },
    { name: 'sponsorId', type: 'uint32' },
    { name: 'invitee', type: 'address' },
    { name: 'uses', type: 'uint32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
  Consent: [
    { name: 'sponsorId', type: 'uint32' },
    { name: 'parentId', type: 'uint32' },
    { name: 'leg', type: 'uint8' },
    { name: 'wallet', type: 'address' },
    { name: 'termsHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** An open link of a sponsor: whoever has it may join, up to `uses` people. @param deadline Unix seconds */
export async function signInvitation(
  gateway: Gateway,
  inviter: HDAccount,
  terms: { sponsorId: number; uses: number; nonce: bigint; deadline: number },
): Promise<{ invitation: InvitationTerms; inviter: Address; signature: Hex }> {
  const { sponsorId, uses, nonce, deadline } = terms;
  const scope = { chainId: gateway.chainId, gateway: gateway.enrollment, sponsorId, invitee: zeroAddress, uses };
  const signature = await inviter.signTypedData({
    domain: domainOf(gateway),
    types,
    primaryType: 'Invitation',
    message: { ...scope, chainId: BigInt(gateway.chainId), nonce, deadline: BigInt(deadline) },
  });
  return { invitation: { ...scope, nonce: nonce.toString(), deadline }, inviter: inviter.address, signature };
}

/** The newcomer agrees to a sponsor and to the terms. @param deadline Unix seconds */
export async function signConsent(
  gateway: Gateway,
  newcomer: HDAccount,
  terms: { sponsorId: number; termsHash: Hex; nonce: bigint; deadline: number },
): Promise<{ consent: Consent; signature: Hex }> {
  const { sponsorId, termsHash, nonce, deadline } = terms;
  const place = { sponsorId, parentId: 0, leg: 0, wallet: newcomer.address, termsHash };
  const signature = await newcomer.signTypedData({
    domain: domainOf(gateway),
    types,
    primaryType: 'Consent',
    message: { ...place, nonce, deadline: BigInt(deadline) },
  });
  return { consent: { ...place, nonce: nonce.toString(), deadline }, signature };
}
