import { encodeFunctionData } from 'viem';
import { reach } from '#chain/client.ts';
import { enrollmentAbi } from '#chain/generated/abi.ts';
import type { Consent } from '#api/join.ts';
import { type Locale, UplineError } from '#kernel/errors/index.ts';
import { type InvitationRecord, refuseInvalid } from '#modules/genealogy/index.ts';
import { isAlive, type Operations } from '../operations.ts';
import type { Address, Hex, OperationState, WorkflowContext } from '../types.ts';
import { termsOf } from './invitations.ts';
import { consentDigest, consentStruct, consentTypedData, invitationStruct } from './typed-data.ts';

export interface JoinNetwork {
  /**
   * Carries a newcomer's consent to the chain at the company's expense. The same consent again is the same operation, so a second
   * press of the button does nothing.
   * @throws UplineError INVITATION.*, JOIN.*
   */
  join(request: { code: string; name: string; locale: Locale; consent: Consent; signature: Hex }): Promise<OperationState>;
  /** @throws UplineError REQUEST.NOT_FOUND for anything but a joining */
  joinOperation(operationId: string): Promise<OperationState>;
}

/** Joins under one sponsor in a day that the company pays for, so that nobody can empty its purse by inviting themselves. */
export const DAILY_JOINS_OF_SPONSOR = 200;
const dayMilliseconds = 24 * 3_600_000;

export function createJoinNetwork(context: WorkflowContext, operations: Operations): JoinNetwork {
  const { database, mirror, sender, client, deployment, dailyJoins, modules, between } = context;
  const { genealogy, identity } = modules;

  /** Everything the contract would refuse, told before a fee is spent. */
  const check = async (consent: Consent, signature: Hex, invitation: InvitationRecord): Promise<void> => {
    if (consent.sponsorId !== invitation.sponsorId) {
      throw new UplineError('JOIN.SPONSOR_MISMATCH', { consented: consent.sponsorId, invited: invitation.sponsorId });
    }
    if (invitation.invitee !== null && invitation.invitee !== consent.wallet.toLowerCase()) {
      throw new UplineError('INVITATION.OTHER_INVITEE', { invitee: invitation.invitee });
    }
    if (deployment.placementWidth === 0 && (consent.parentId !== 0 || consent.leg !== 0)) {
      throw new UplineError('JOIN.PLACEMENT_UNUSED');
    }
    const { parentId, leg } = consent;
    if (await mirror.isTaken({ parentId, leg }, deployment.placementWidth)) {
      throw new UplineError('GENEALOGY.LEG_TAKEN', { parentId, leg });
    }
    if (consent.termsHash !== genealogy.currentTerms().hash) throw new UplineError('JOIN.TERMS_UNKNOWN');
    if ((await mirror.asOf()).time.getTime() > consent.deadline * 1000) {
      throw new UplineError('JOIN.CONSENT_EXPIRED', { deadline: new Date(consent.deadline * 1000).toISOString() });
    }
    const signed = await reach(() =>
      client.any.verifyTypedData({ address: consent.wallet, signature, ...consentTypedData(deployment, consent) }),
    );
    if (!signed) throw new UplineError('JOIN.CONSENT_ALTERED');
    const member = await mirror.memberByWallet(lower(consent.wallet));
    if (member !== undefined) throw new UplineError('JOIN.WALLET_TAKEN', { memberId: member.memberId });
    const [last] = await genealogy.joinsOfWallet(lower(consent.wallet));
    if (last !== undefined && isAlive(await sender.byId(last.operationId))) throw new UplineError('JOIN.PENDING');
  };

  return {
    join: async ({ code, name, locale, consent, signature }) => {
      const digest = consentDigest(deployment, consent);
      const known = await genealogy.joinByConsent(digest);
      if (known !== undefined) return operations.operationById(known.operationId);

      const { invitation, state } = await genealogy.findInvitation(code);
      refuseInvalid(state, invitation);
      await check(consent, signature, invitation);
      if ((await genealogy.joinsTakenOn(invitation.sponsorId, dayMilliseconds)) >= DAILY_JOINS_OF_SPONSOR) {
        throw new UplineError('JOIN.TOO_MANY', { limit: DAILY_JOINS_OF_SPONSOR });
      }
      if ((await genealogy.joinsTaken(dayMilliseconds)) >= dailyJoins)
        throw new UplineError('JOIN.DAILY_CAP', { limit: dailyJoins });
      between('join-network: checked');

      await identity.rememberPerson({ wallet: lower(consent.wallet), name, locale });
      between('join-network: person kept');

      const data = encodeFunctionData({
        abi: enrollmentAbi,
        functionName: 'enroll',
        args: [
          consentStruct(consent),
          signature,
          invitationStruct(termsOf(invitation, deployment.chainId, deployment.contracts.enrollment)),
          invitation.inviter,
          invitation.signature,
        ],
      });
      const operation = await database.transaction(async (transaction) => {
        // One wallet at a time: two different consents of one wallet must not both be sent.
        await genealogy.lockWallet(transaction, lower(consent.wallet));
        const joins = await genealogy.joinsOfWallet(lower(consent.wallet), transaction);
        const same = joins.find((join) => join.digest === digest);
        if (same !== undefined) return sender.byId(same.operationId);
        const [last] = joins;
        if (last !== undefined && isAlive(await sender.byId(last.operationId))) throw new UplineError('JOIN.PENDING');
        const wish = {
          key: `enroll:${digest}`,
          kind: 'enroll',
          role: 'relayer',
          target: deployment.contracts.enrollment,
        } as const;
        const queued = await sender.enqueue({ ...wish, data }, transaction);
        await genealogy.noteJoin(transaction, { digest, code, wallet: lower(consent.wallet), operationId: queued.id });
        return queued;
      });
      between('join-network: noted');
      if (operation === undefined) throw new UplineError('JOIN.UNKNOWN');
      return operations.describe(operation);
    },
    joinOperation: async (operationId) => {
      const operation = await operations.operationById(operationId);
      if (operation.kind !== 'enroll') throw new UplineError('REQUEST.NOT_FOUND');
      return operation;
    },
  };
}

const lower = (address: Address): Address => address.toLowerCase() as Address;
