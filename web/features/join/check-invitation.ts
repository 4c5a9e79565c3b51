import type { Address, Hex } from '#kernel/hex.ts';
import { enrollmentAbi, genealogyAbi } from '#chain/generated/abi.ts';
import type { InvitationOffer } from '#api/invitations.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { enrollmentDomain, invitationTypes } from '#chain/generated/typed-data.ts';
import { canonicalText } from '#engine/canonical.ts';
import { keccakText } from '#engine/hash.ts';
import { nowOnChain, readerOf } from '../../chain/reader.ts';

export type InvitationVerdict = 'valid' | 'expired' | 'usedUp' | 'revoked' | 'altered' | 'notSponsor' | 'otherNetwork';

/**
 * What the chain says of an invitation, past our own server: who may invite, whether it was used or taken back, and whether the
 * sponsor on the screen is the one whose signature admits.
 */
export async function checkInvitation(offer: InvitationOffer, deployment: DeploymentInfo): Promise<InvitationVerdict> {
  const { invitation, inviter, signature } = offer;
  const { enrollment, genealogy } = deployment.contracts;
  if (invitation.chainId !== deployment.chainId || !sameAddress(invitation.gateway, enrollment)) return 'otherNetwork';
  if (invitation.sponsorId !== offer.sponsor.memberId) return 'altered';
  if (keccakText(canonicalText(offer.terms.text)) !== offer.terms.hash) return 'altered';
  const reader = readerOf(deployment);
  const message = {
    ...invitation,
    chainId: BigInt(invitation.chainId),
    nonce: BigInt(invitation.nonce),
    deadline: BigInt(invitation.deadline),
  };
  const signed = await reader.verifyTypedData({
    address: inviter,
    domain: enrollmentDomain(deployment.chainId, enrollment),
    types: invitationTypes,
    primaryType: 'Invitation',
    message,
    signature,
  });
  if (!signed) return 'altered';
  const [now, digest, memberOfInviter, opensLinks] = await Promise.all([
    nowOnChain(reader),
    reader.readContract({ address: enrollment, abi: enrollmentAbi, functionName: 'hashInvitation', args: [message] }),
    reader.readContract({ address: genealogy, abi: genealogyAbi, functionName: 'memberOf', args: [inviter] }),
    reader.readContract({ address: enrollment, abi: enrollmentAbi, functionName: 'isInviter', args: [inviter] }),
  ]);
  const [used, revoked] = await reader.readContract({
    address: enrollment,
    abi: enrollmentAbi,
    functionName: 'invitationState',
    args: [digest],
  });
  if (revoked) return 'revoked';
  // Without a number of uses it is open to everybody; one that names its invitee is not counted either.
  if (invitation.uses > 0 && used >= invitation.uses) return 'usedUp';
  if (invitation.deadline <= now) return 'expired';
  if (memberOfInviter !== invitation.sponsorId && !opensLinks) return 'notSponsor';
  return 'valid';
}

/** The member that a wallet acts for on the chain; 0 when it is free to join. */
export async function memberOfWallet(wallet: Address, deployment: DeploymentInfo): Promise<number> {
  return readerOf(deployment).readContract({
    address: deployment.contracts.genealogy,
    abi: genealogyAbi,
    functionName: 'memberOf',
    args: [wallet],
  });
}

function sameAddress(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
