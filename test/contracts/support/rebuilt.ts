import { getBytes, ZeroAddress } from 'ethers';
import { type World } from './world.ts';

export interface RebuiltMember {
  readonly sponsorId: number;
  readonly depth: number;
  readonly parentId: number;
  readonly leg: number;
  readonly placementDepth: number;
  wallet: string;
  settled: bigint;
  bankRoute: boolean;
  routeNonce: bigint;
  recovery: string;
  newWallet: string;
  readyAt: bigint;
  credit: bigint;
  activeThrough: number;
  highestSale: number;
  /** Bit i: number highestSale − i is used. */
  saleWindow: number;
}

/** What the contracts keep, in one picture, so that two ways of getting it can be compared. */
export interface Rebuilt {
  readonly width: number;
  readonly members: Map<number, RebuiltMember>;
  registrar: string;
  readonly revoked: string[];
  readonly used: Map<string, number>;
  dailyCap: number;
  /** Whom the company invited, and on which day (UTC) that was. */
  companyInvited: { day: number; used: number };
  readonly plans: { planHash: string; firstPeriod: number; capPpm: number; levels: bigint }[];
  entryCount: bigint;
  runningHash: string;
  currentCv: bigint;
  currentPeriod: number;
  /** What sales credited at once, over all periods and in the open one. */
  instantTotal: bigint;
  readonly openTerms: { capPpm: number; levels: bigint };
  checkout: string;
  readonly periods: string[][];
  quoter: string;
  treasury: string;
  readonly refunded: number[];
  pending: { proposalHash: string; period: number; total: bigint; proposer: string; reviewEndsAt: string } | undefined;
  accepted: { period: number; root: string; leafCount: number; key: string };
  totalSettled: bigint;
  creditsPaid: bigint;
  balance: bigint;
  readonly seq: bigint[];
}

/** What an event does to the picture. Arguments by place: the first is always the number of the event. */
export type Handler = (state: Rebuilt, args: readonly unknown[], timestamp: number) => void;

export function bytesOf(value: unknown): Uint8Array {
  return getBytes(String(value));
}

/** The account key of a member without a wallet. */
export function reservedKey(memberId: number): string {
  return `0x${memberId.toString(16).padStart(40, '0')}`;
}

/**
 * The same picture, read from the contracts. Storage that can only be asked for by a key (wallets, invitations, refunded orders) is
 * asked for by the keys of `known`.
 */
export async function readFromViews(world: World, known: Rebuilt): Promise<Rebuilt> {
  const { enrollment, planRegistry, volumeLedger, payoutVault, checkout, token, genealogy } = world.as();
  const members = new Map<number, RebuiltMember>();
  for (let memberId = 1; memberId <= Number(await genealogy.memberCount()); memberId += 1) {
    members.set(memberId, await memberFromViews(world, memberId, known.members.get(memberId)?.wallet ?? ZeroAddress));
  }
  const revoked: string[] = [];
  for (const invitation of known.revoked) if ((await enrollment.invitationState(invitation)).revoked) revoked.push(invitation);
  const used = new Map<string, number>();
  for (const invitation of known.used.keys()) used.set(invitation, Number((await enrollment.invitationState(invitation)).used));
  const refunded: number[] = [];
  for (const orderRef of known.refunded) if (await checkout.isRefunded(orderRef)) refunded.push(orderRef);
  const plans: Rebuilt['plans'] = [];
  for (let version = 1; version <= Number(await planRegistry.versionCount()); version += 1) {
    const { planHash, firstPeriod, capPpm } = await planRegistry.planOf(version);
    const levels = await planRegistry.instantLevelsOf(version);
    plans.push({ planHash, firstPeriod: Number(firstPeriod), capPpm: Number(capPpm), levels });
  }
  const currentPeriod = Number(await volumeLedger.currentPeriod());
  const periods: string[][] = [];
  for (let period = 0; period < currentPeriod; period += 1) periods.push([...(await volumeLedger.periodOf(period))].map(String));
  const day = Math.floor(((await world.provider.getBlock('latest'))?.timestamp ?? 0) / 86_400);
  const daily = await enrollment.dailyCap();
  const terms = await volumeLedger.openTerms();
  const { proposalHash, total, period, proposer, reviewEndsAt } = await payoutVault.pending();
  const accepted = await payoutVault.accepted();
  return {
    width: Number(await genealogy.placementWidth()),
    members,
    registrar: await genealogy.registrar(),
    revoked,
    used,
    dailyCap: Number(daily.cap),
    // What was counted on an earlier day is nobody's business any more.
    companyInvited: day === known.companyInvited.day ? { day, used: Number(daily.used) } : known.companyInvited,
    plans,
    entryCount: await volumeLedger.entryCount(),
    runningHash: await volumeLedger.runningHash(),
    currentCv: await volumeLedger.currentCv(),
    currentPeriod,
    instantTotal: await volumeLedger.instantTotal(),
    openTerms: { capPpm: Number(terms.capPpm), levels: terms.levels },
    checkout: await volumeLedger.checkout(),
    periods,
    quoter: await checkout.quoter(),
    treasury: await checkout.treasury(),
    refunded,
    pending:
      BigInt(proposalHash) === 0n
        ? undefined
        : { proposalHash, period: Number(period), total, proposer, reviewEndsAt: String(reviewEndsAt) },
    accepted: {
      period: Number(accepted.period),
      root: accepted.root,
      leafCount: Number(accepted.leafCount),
      key: accepted.key,
    },
    totalSettled: await payoutVault.totalSettled(),
    creditsPaid: await payoutVault.creditsPaid(),
    balance: await token.balanceOf(await payoutVault.getAddress()),
    seq: await Promise.all(
      [genealogy, enrollment, planRegistry, volumeLedger, payoutVault, checkout].map((contract) => contract.lastSeq()),
    ),
  };
}

async function memberFromViews(world: World, memberId: number, wallet: string): Promise<RebuiltMember> {
  const { genealogy } = world.as();
  const hasWallet = await genealogy.hasWallet(memberId);
  const [parentId, leg, placementDepth] = await genealogy.placementOf(memberId);
  const account = await genealogy.accountOf(hasWallet ? wallet : reservedKey(memberId));
  const { recovery, newWallet, readyAt } = await genealogy.recoveryOf(memberId);
  const { credit, activeThrough, highestSale, saleWindow } = await genealogy.salesOf(memberId);
  // The account of a member without a wallet is written by the first payment.
  const isTheirs = Number(account.memberId) === memberId && !account.former;
  return {
    sponsorId: Number(await genealogy.sponsorOf(memberId)),
    depth: Number(await genealogy.depthOf(memberId)),
    parentId: Number(parentId),
    leg: Number(leg),
    placementDepth: Number(placementDepth),
    wallet: hasWallet && !isTheirs ? 'another' : hasWallet ? wallet : ZeroAddress,
    settled: account.settled,
    bankRoute: account.bankRoute,
    routeNonce: hasWallet ? await genealogy.routeNonceOf(wallet) : 0n,
    recovery,
    newWallet,
    readyAt,
    credit,
    activeThrough: Number(activeThrough),
    highestSale: Number(highestSale),
    saleWindow: Number(saleWindow),
  };
}
