import { randomBytes } from 'node:crypto';
import type { InvitationRow, InvitationState } from '#api/invitations.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Transaction } from '#platform/database.ts';
import {
  addInvitation,
  addJoin,
  countJoined,
  countTakenOn,
  lockWallet,
  readInvitation,
  readInvitationsOf,
  readJoin,
  readJoinByOperation,
  readJoinsOfWallet,
  readOpenJoins,
  writeJoined,
} from '../repository/invitations.ts';
import { invitationState } from '../rules.ts';
import type { InvitationRecord, JoinRecord, Terms } from '../types.ts';
import type { GenealogyOptions } from './options.ts';
import { currentTerms } from './terms.ts';

/** Invitations that were left with us, and newcomers on their way in. Signatures are checked before, by the workflow. */
export interface Invitations {
  currentTerms(): Terms;
  /** The same invitation twice is the same row. */
  keepInvitation(invitation: Omit<InvitationRecord, 'code' | 'createdAt'>): Promise<InvitationRow>;
  /** @throws UplineError INVITATION.UNKNOWN */
  findInvitation(code: string): Promise<{ invitation: InvitationRecord; state: InvitationState }>;
  /** Newest first. */
  invitationsOf(sponsorId: number): Promise<InvitationRow[]>;
  joinByConsent(digest: Hex): Promise<JoinRecord | undefined>;
  joinByOperation(operationId: string): Promise<JoinRecord | undefined>;
  /** Newest first. */
  joinsOfWallet(wallet: Address, transaction?: Transaction): Promise<JoinRecord[]>;
  /** Makes others who want to join with this wallet wait until the transaction ends. */
  lockWallet(transaction: Transaction, wallet: Address): Promise<void>;
  noteJoin(transaction: Transaction, join: Omit<JoinRecord, 'memberId'>): Promise<void>;
  /** Joins under this sponsor that we took on in the last `milliseconds`. */
  joinsTakenOn(sponsorId: number, milliseconds: number): Promise<number>;
  /** The same under all sponsors. */
  joinsTaken(milliseconds: number): Promise<number>;
  /** Notes which newcomers the mirror shows by now. @returns how many are new */
  followJoins(): Promise<number>;
}

/** How long we look for a newcomer in the mirror after taking them on. */
const followMilliseconds = 7 * 24 * 3_600_000;

export function createInvitations({ database, clock, mirror }: GenealogyOptions): Invitations {
  /** The contract judges deadlines by the time of the chain, which may run ahead of ours. */
  const latest = async (): Promise<Date> => {
    const { time } = await mirror.asOf();
    const now = clock.now();
    return time > now ? time : now;
  };
  const rowsOf = async (invitations: readonly InvitationRecord[]): Promise<InvitationRow[]> => {
    const revoked = await mirror.revokedInvitations(invitations.map((invitation) => invitation.digest));
    const joined = await countJoined(
      database.prisma,
      invitations.map((invitation) => invitation.code),
    );
    const now = await latest();
    return invitations.map((invitation) => {
      const used = joined.get(invitation.code) ?? 0;
      const { code, sponsorId, invitee, uses, deadline, createdAt } = invitation;
      return {
        code,
        state: invitationState(invitation, { revoked: revoked.has(invitation.digest), used, now }),
        sponsorId,
        invitee,
        uses,
        used,
        deadline: new Date(deadline * 1000).toISOString(),
        createdAt: createdAt.toISOString(),
      };
    });
  };
  const rowOf = async (invitation: InvitationRecord): Promise<InvitationRow> => {
    const [row] = await rowsOf([invitation]);
    if (row === undefined) throw new UplineError('INVITATION.UNKNOWN', { code: invitation.code });
    return row;
  };

  return {
    currentTerms,
    keepInvitation: async (invitation) => {
      const record = { ...invitation, code: randomBytes(9).toString('base64url'), createdAt: clock.now() };
      if (await addInvitation(database.prisma, record)) return rowOf(record);
      return rowOf((await readInvitation(database.prisma, { digest: invitation.digest })) ?? record);
    },
    findInvitation: async (code) => {
      const invitation = await readInvitation(database.prisma, { code });
      if (invitation === undefined) throw new UplineError('INVITATION.UNKNOWN', { code });
      return { invitation, state: (await rowOf(invitation)).state };
    },
    invitationsOf: async (sponsorId) => rowsOf(await readInvitationsOf(database.prisma, sponsorId)),
    joinByConsent: (digest) => readJoin(database.prisma, digest),
    joinByOperation: (operationId) => readJoinByOperation(database.prisma, operationId),
    joinsOfWallet: (wallet, transaction) => readJoinsOfWallet(transaction ?? database.prisma, wallet),
    lockWallet,
    noteJoin: (transaction, join) => addJoin(transaction, { ...join, createdAt: clock.now() }),
    joinsTaken: (milliseconds) => countTakenOn(database.prisma, undefined, new Date(clock.now().getTime() - milliseconds)),
    joinsTakenOn: (sponsorId, milliseconds) =>
      countTakenOn(database.prisma, sponsorId, new Date(clock.now().getTime() - milliseconds)),
    followJoins: async () => {
      const open = await readOpenJoins(database.prisma, new Date(clock.now().getTime() - followMilliseconds));
      let followed = 0;
      for (const join of open) {
        const member = await mirror.memberByWallet(join.wallet);
        if (member === undefined) continue;
        await writeJoined(database.prisma, join.digest, member.memberId);
        followed += 1;
      }
      return followed;
    },
  };
}
