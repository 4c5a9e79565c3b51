import { hashTypedData, zeroAddress, type TypedDataDomain } from 'viem';
import type { InvitationTerms } from '#api/invitations.ts';
import type { Consent } from '#api/join.ts';
import type { Deployment } from '#chain/deployment.ts';
import type { Hex } from '#kernel/hex.ts';

/** The structs of IEnrollment.sol, field by field in their order: EIP-712 hashes them so. */
const types = {
  Consent: [
    { name: 'sponsorId', type: 'uint32' },
    { name: 'parentId', type: 'uint32' },
    { name: 'leg', type: 'uint8' },
    { name: 'wallet', type: 'address' },
    { name: 'termsHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
  Invitation: [
    { name: 'chainId', type: 'uint256' },
    { name: 'gateway', type: 'address' },
    { name: 'sponsorId', type: 'uint32' },
    { name: 'invitee', type: 'address' },
    { name: 'uses', type: 'uint32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

function domainOf({ chainId, contracts }: Deployment): TypedDataDomain {
  return { name: 'Upline Enrollment', version: '1', chainId, verifyingContract: contracts.enrollment };
}

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
  const { Invitation } = types;
  const message = invitationStruct(terms);
  return { domain: domainOf(deployment), types: { Invitation }, primaryType: 'Invitation', message } as const;
}

export function consentTypedData(deployment: Deployment, consent: Consent) {
  const { Consent } = types;
  const message = consentStruct(consent);
  return { domain: domainOf(deployment), types: { Consent }, primaryType: 'Consent', message } as const;
}

export function invitationDigest(deployment: Deployment, terms: InvitationTerms): Hex {
  return hashTypedData(invitationTypedData(deployment, terms));
}

export function consentDigest(deployment: Deployment, consent: Consent): Hex {
  return hashTypedData(consentTypedData(deployment, consent));
}

/** An open link names nobody. */
export const OPEN_LINK = zeroAddress;
