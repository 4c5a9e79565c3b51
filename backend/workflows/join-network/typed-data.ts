import { hashTypedData, zeroAddress } from 'viem';
import type { InvitationTerms } from '#api/invitations.ts';
import type { Consent } from '#api/join.ts';
import type { Deployment } from '#chain/deployment.ts';
import { consentTypes, enrollmentDomain, invitationTypes } from '#chain/generated/typed-data.ts';
import type { Hex } from '#kernel/hex.ts';

const domainOf = ({ chainId, contracts }: Deployment) => enrollmentDomain(chainId, contracts.enrollment);

/** The invitation as the contract takes it. */
export function invitationStruct(terms: InvitationTerms) {
  const { chainId, gateway, sponsorId, invitee, uses, nonce, deadline } = terms;
  return { chainId: BigInt(chainId), gateway, sponsorId, invitee, uses, nonce: BigInt(nonce), deadline: BigInt(deadline) };
}

export function consentStruct(consent: Consent) {
  const { sponsorId, parentId, leg, wallet, termsHash, nonce, deadline } = consent;
  return { sponsorId, parentId, leg, wallet, termsHash, nonce: BigInt(nonce), deadline: BigInt(deadline) };
}

export function invitationTypedData(deployment: Deployment, terms: InvitationTerms) {
  const message = invitationStruct(terms);
  return { domain: domainOf(deployment), types: invitationTypes, primaryType: 'Invitation', message } as const;
}

export function consentTypedData(deployment: Deployment, consent: Consent) {
  const message = consentStruct(consent);
  return { domain: domainOf(deployment), types: consentTypes, primaryType: 'Consent', message } as const;
}

export function invitationDigest(deployment: Deployment, terms: InvitationTerms): Hex {
  return hashTypedData(invitationTypedData(deployment, terms));
}

export function consentDigest(deployment: Deployment, consent: Consent): Hex {
  return hashTypedData(consentTypedData(deployment, consent));
}

/** An open link names nobody. */
export const OPEN_LINK = zeroAddress;
