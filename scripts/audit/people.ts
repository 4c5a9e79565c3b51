import type { Hex } from '#kernel/hex.ts';
import { ZERO_ADDRESS } from './addresses.ts';
import type { ChainEvent } from './logs.ts';
import type { Findings } from './report.ts';

/** The network as its events tell it. Index is the member number; index 0 is not used. */
export interface People {
  readonly sponsorOf: number[];
  readonly depthOf: number[];
  readonly parentOf: number[];
  readonly legOf: number[];
  readonly walletOf: (Hex | undefined)[];
  /** Member numbers by wallet in lower case: who acts by it now. */
  readonly memberByWallet: Map<string, number>;
  /** Wallets in lower case that were given up: they may never act again. */
  readonly former: Set<string>;
  /** Who chose to be paid by bank. A member without a wallet is paid by bank by nature. */
  readonly byBank: Set<number>;
}

export function newPeople(): People {
  const tree = { sponsorOf: [0], depthOf: [0], parentOf: [0], legOf: [0], walletOf: [undefined] };
  return { ...tree, memberByWallet: new Map(), former: new Set(), byBank: new Set() };
}

export const memberCount = (people: People): number => people.sponsorOf.length - 1;

type PeopleEvent = Extract<ChainEvent, { contract: 'genealogy' }>;

/** Takes one event of Genealogy in; what contradicts the promises of the contract is noted. */
export function foldPeople(people: People, event: PeopleEvent, placementWidth: number, findings: Findings): void {
  switch (event.eventName) {
    case 'MemberRegistered': {
      const { memberId, sponsorId, parentId, leg, wallet } = event.args;
      admit(people, { memberId, sponsorId, parentId, leg }, findings);
      if (wallet !== ZERO_ADDRESS) bind(people, memberId, wallet, undefined, findings);
      return;
    }
    case 'MembersImported': {
      const { firstMemberId, count, entries } = event.args;
      const size = placementWidth === 0 ? 4 : 9;
      const bytes = (entries.length - 2) / 2;
      if (bytes !== count * size) findings.fault('tree', 'importLength', { memberId: firstMemberId, count, bytes });
      const at = (offset: number, length: number): number =>
        Number.parseInt(entries.slice(2 + offset * 2, 2 + (offset + length) * 2), 16);
      for (let index = 0; index < count; index += 1) {
        const offset = index * size;
        const placed = placementWidth === 0 ? { parentId: 0, leg: 0 } : { parentId: at(offset + 4, 4), leg: at(offset + 8, 1) };
        admit(people, { memberId: firstMemberId + index, sponsorId: at(offset, 4), ...placed }, findings);
      }
      return;
    }
    case 'WalletBound':
      bind(people, event.args.memberId, event.args.wallet, event.args.previousWallet, findings);
      return;
    case 'RouteChosen':
      if (event.args.bank) people.byBank.add(event.args.memberId);
      else people.byBank.delete(event.args.memberId);
      return;
    default:
      return;
  }
}

/** Whether payments by bank are what the member chose, or needs. */
export function isPaidByBank(people: People, memberId: number): boolean {
  return people.walletOf[memberId] === undefined || people.byBank.has(memberId);
}

interface Place {
  readonly memberId: number;
  readonly sponsorId: number;
  readonly parentId: number;
  readonly leg: number;
}

function admit(people: People, { memberId, sponsorId, parentId, leg }: Place, findings: Findings): void {
  const expected = people.sponsorOf.length;
  if (memberId !== expected) findings.stop('tree', 'memberNumber', { memberId, expected });
  const isCompany = memberId === 1;
  if (isCompany ? sponsorId !== 0 : sponsorId < 1 || sponsorId >= memberId)
    findings.fault('tree', 'sponsorNumber', { memberId, sponsorId });
  if (parentId >= memberId) findings.fault('tree', 'parentNumber', { memberId, parentId });
  people.sponsorOf.push(sponsorId);
  people.depthOf.push(isCompany ? 0 : (people.depthOf[sponsorId] ?? 0) + 1);
  people.parentOf.push(parentId);
  people.legOf.push(leg);
  people.walletOf.push(undefined);
}

function bind(people: People, memberId: number, wallet: Hex, previous: Hex | undefined, findings: Findings): void {
  const known = people.walletOf[memberId];
  if (previous !== undefined && (known ?? ZERO_ADDRESS).toLowerCase() !== previous.toLowerCase()) {
    findings.fault('wallets', 'previousWallet', { memberId, wallet: previous });
  }
  const owner = people.memberByWallet.get(wallet.toLowerCase());
  if (owner !== undefined && owner !== memberId) findings.fault('wallets', 'walletOfTwo', { wallet, memberId, owner });
  if (people.former.has(wallet.toLowerCase())) findings.fault('wallets', 'walletGivenUp', { wallet, memberId });
  if (known !== undefined) {
    people.memberByWallet.delete(known.toLowerCase());
    people.former.add(known.toLowerCase());
  }
  people.walletOf[memberId] = wallet;
  people.memberByWallet.set(wallet.toLowerCase(), memberId);
}
