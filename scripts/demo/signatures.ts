import { type Address, type Hex, zeroAddress } from 'viem';
import { type HDAccount } from 'viem/accounts';
import { type InvitationTerms } from '#api/invitations.ts';
import { type Consent } from '#api/join.ts';
import { consentTypes, enrollmentDomain, invitationTypes } from '#chain/generated/typed-data.ts';

interface Gateway {
  readonly chainId: number;
  readonly enrollment: Address;
}

const domainOf = ({ chainId, enrollment }: Gateway) => enrollmentDomain(chainId, enrollment);

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
    types: invitationTypes,
    primaryType: 'Invitation',
    message: { ...scope, chainId: BigInt(gateway.chainId), nonce, deadline: BigInt(deadline) },
  });
  return { invitation: { ...scope, nonce: nonce.toString(), deadline }, inviter: inviter.address, signature };
}

/** The newcomer agrees to a sponsor, a place where the network has places, and the terms. @param terms `deadline` in Unix seconds */
export async function signConsent(
  gateway: Gateway,
  newcomer: HDAccount,
  terms: { sponsorId: number; parentId?: number; leg?: number; termsHash: Hex; nonce: bigint; deadline: number },
): Promise<{ consent: Consent; signature: Hex }> {
  const { sponsorId, parentId = 0, leg = 0, termsHash, nonce, deadline } = terms;
  const place = { sponsorId, parentId, leg, wallet: newcomer.address, termsHash };
  const signature = await newcomer.signTypedData({
    domain: domainOf(gateway),
    types: consentTypes,
    primaryType: 'Consent',
    message: { ...place, nonce, deadline: BigInt(deadline) },
  });
  return { consent: { ...place, nonce: nonce.toString(), deadline }, signature };
}
