import { ZeroAddress } from 'ethers';
import { bytesOf, type Handler, type Rebuilt, type RebuiltMember } from './rebuilt.ts';

export function memberIn(state: Rebuilt, memberId: unknown): RebuiltMember {
  const member = state.members.get(Number(memberId));
  if (member === undefined) throw new Error(`Something happened to ${String(memberId)}, who is nobody.`);
  return member;
}

/** What the events of Genealogy and Enrollment mean. */
export const memberHandlers: Readonly<Record<string, Handler>> = {
  MemberRegistered: (state, [, memberId, sponsorId, parentId, leg, wallet]) => {
    const link = { sponsorId: Number(sponsorId), parentId: Number(parentId), leg: Number(leg) };
    place(state, Number(memberId), link, String(wallet));
  },
  MembersImported: (state, [, first, count, entries]) => {
    const view = new DataView(bytesOf(entries).buffer);
    for (let i = 0; i < Number(count); i += 1) {
      const link = { sponsorId: view.getUint32(9 * i), parentId: view.getUint32(9 * i + 4), leg: view.getUint8(9 * i + 8) };
      place(state, Number(first) + i, link, ZeroAddress);
    }
  },
  WalletBound: (state, [, memberId, wallet]) => {
    const member = memberIn(state, memberId);
    // The first wallet begins on the token route; a later one keeps the route of the one before.
    if (member.wallet === ZeroAddress) member.bankRoute = false;
    member.wallet = String(wallet);
    // A recovery that was running has happened, or does not matter any more.
    member.newWallet = ZeroAddress;
    member.readyAt = 0n;
  },
  RecoveryAddressSet: (state, [, memberId, recovery]) => {
    memberIn(state, memberId).recovery = String(recovery);
  },
  RecoveryStarted: (state, [, memberId, newWallet, readyAt]) => {
    const member = memberIn(state, memberId);
    member.newWallet = String(newWallet);
    member.readyAt = BigInt(String(readyAt));
  },
  RecoveryCancelled: (state, [, memberId]) => {
    const member = memberIn(state, memberId);
    member.newWallet = ZeroAddress;
    member.readyAt = 0n;
  },
  RouteChosen: (state, [, memberId, bank]) => {
    const member = memberIn(state, memberId);
    member.bankRoute = bank === true;
    member.routeNonce += 1n;
  },
  RegistrarChanged: (state, [, registrar]) => {
    state.registrar = String(registrar);
  },
  InvitationRevoked: (state, [, invitation]) => {
    state.revoked.push(String(invitation));
  },
  InvitationUsed: (state, [, invitation, memberId, used, companyToday], timestamp) => {
    memberIn(state, memberId);
    if (Number(used) !== 0) state.used.set(String(invitation), Number(used));
    if (Number(companyToday) !== 0) state.companyInvited = { day: Math.floor(timestamp / 86_400), used: Number(companyToday) };
  },
  DailyCapChanged: (state, [, cap]) => {
    state.dailyCap = Number(cap);
  },
};

function place(
  state: Rebuilt,
  memberId: number,
  link: { sponsorId: number; parentId: number; leg: number },
  wallet: string,
): void {
  if (memberId !== state.members.size + 1) throw new Error(`Number ${memberId} came out of turn.`);
  state.members.set(memberId, {
    ...link,
    depth: link.sponsorId === 0 ? 0 : memberIn(state, link.sponsorId).depth + 1,
    placementDepth: link.parentId === 0 ? 0 : memberIn(state, link.parentId).placementDepth + 1,
    wallet,
    settled: 0n,
    // Who has no wallet can only be paid by bank.
    bankRoute: wallet === ZeroAddress,
    routeNonce: 0n,
    recovery: ZeroAddress,
    newWallet: ZeroAddress,
    readyAt: 0n,
    credit: 0n,
    activeThrough: 0,
    highestSale: 0,
    saleWindow: 0,
  });
}
