import { enrollmentAbi } from '#chain/generated/abi.ts';
import { reach } from '#chain/client.ts';
import type { InvitationOffer, InvitationRow, InvitationTerms, PlacementPlace } from '#api/invitations.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import type { InvitationRecord } from '#modules/genealogy/index.ts';
import type { Actor, Address, Hex, WorkflowContext } from '../types.ts';
import { invitationDigest, invitationTypedData, OPEN_LINK } from './typed-data.ts';

export interface Invitations {
  /** @throws UplineError INVITATION.UNKNOWN */
  invitationByCode(code: string): Promise<InvitationOffer>;
  /**
   * Where who joins by this link would stand in the placement tree; null where there is none.
   * @throws UplineError INVITATION.UNKNOWN
   */
  placeByCode(code: string): Promise<PlacementPlace | null>;
  /**
   * Keeps a signed invitation under a code; the same invitation twice is the same row.
   * @throws UplineError INVITATION.OTHER_DEPLOYMENT, INVITATION.NOT_SPONSOR, INVITATION.EXPIRED, INVITATION.ALTERED
   */
  createInvitation(request: { invitation: InvitationTerms; inviter: Address; signature: Hex }, by: Actor): Promise<InvitationRow>;
  /** Newest first. */
  invitationsOf(sponsorId: number): Promise<InvitationRow[]>;
}

export function createInvitations({ mirror, client, deployment, modules }: WorkflowContext): Invitations {
  const { genealogy } = modules;

  /** The sponsor's own wallet, or an account that the company lets invite under anybody. */
  const mayInvite = async (inviter: Address, sponsorId: number): Promise<boolean> => {
    const sponsor = await mirror.memberById(sponsorId);
    if (sponsor === undefined) throw new UplineError('GENEALOGY.UNKNOWN_MEMBER', { memberId: sponsorId });
    if (sponsor.wallet === inviter.toLowerCase()) return true;
    const call = { address: deployment.contracts.enrollment, abi: enrollmentAbi, functionName: 'isInviter' } as const;
    return reach(() => client.any.readContract({ ...call, args: [inviter] }));
  };

  return {
    invitationsOf: (sponsorId) => genealogy.invitationsOf(sponsorId),
    invitationByCode: async (code) => {
      const { invitation, state } = await genealogy.findInvitation(code);
      const names = await genealogy.namesOf([invitation.sponsorId]);
      return {
        code,
        state,
        sponsor: { memberId: invitation.sponsorId, name: names.get(invitation.sponsorId) ?? null },
        deadline: new Date(invitation.deadline * 1000).toISOString(),
        invitation: termsOf(invitation, deployment.chainId, deployment.contracts.enrollment),
        inviter: invitation.inviter,
        signature: invitation.signature,
        terms: genealogy.currentTerms(),
      };
    },
    placeByCode: async (code) => {
      const { invitation } = await genealogy.findInvitation(code);
      if (deployment.placementWidth === 0) return null;
      const { sponsorId } = invitation;
      const { parentId, leg } = await mirror.freePlaceBelow(sponsorId, deployment.placementWidth);
      // Whoever has the link sees this: it names the sponsor, and nobody else of the team.
      const names = await genealogy.namesOf(parentId === sponsorId ? [sponsorId] : []);
      return { parent: { memberId: parentId, name: names.get(parentId) ?? null }, leg };
    },
    createInvitation: async ({ invitation: terms, inviter, signature }, by) => {
      const { chainId, contracts } = deployment;
      if (terms.chainId !== chainId || terms.gateway.toLowerCase() !== contracts.enrollment) {
        throw new UplineError('INVITATION.OTHER_DEPLOYMENT', { chainId, gateway: contracts.enrollment });
      }
      const { sponsorId } = terms;
      // Leaving an invitation with us is the sponsor's own act; for the company, that of whoever signed it.
      const own =
        by.memberId === sponsorId || (sponsorId === COMPANY_MEMBER && by.wallet.toLowerCase() === inviter.toLowerCase());
      if (!own || !(await mayInvite(inviter, sponsorId))) throw new UplineError('INVITATION.NOT_SPONSOR', { inviter, sponsorId });
      if ((await mirror.asOf()).time.getTime() > terms.deadline * 1000) {
        throw new UplineError('INVITATION.EXPIRED', { deadline: new Date(terms.deadline * 1000).toISOString() });
      }
      const signed = await reach(() =>
        client.any.verifyTypedData({ address: inviter, signature, ...invitationTypedData(deployment, terms) }),
      );
      if (!signed) throw new UplineError('INVITATION.ALTERED');
      return genealogy.keepInvitation({
        digest: invitationDigest(deployment, terms),
        sponsorId,
        invitee: terms.invitee === OPEN_LINK ? null : lower(terms.invitee),
        uses: terms.uses,
        nonce: BigInt(terms.nonce),
        deadline: terms.deadline,
        inviter: lower(inviter),
        signature,
      });
    },
  };
}

/** The struct that was signed, from what we keep of it. */
export function termsOf(invitation: InvitationRecord, chainId: number, gateway: Address): InvitationTerms {
  const { sponsorId, invitee, uses, nonce, deadline } = invitation;
  return { chainId, gateway, sponsorId, invitee: invitee ?? OPEN_LINK, uses, nonce: nonce.toString(), deadline };
}

const lower = (address: Address): Address => address.toLowerCase() as Address;
