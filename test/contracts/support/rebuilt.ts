import { getBytes, ZeroAddress, ZeroHash } from 'ethers';
import { type World } from './world.ts';

export interface RebuiltMember {
  readonly sponsorId: number;
  readonly depth: number;
  readonly parentId: number;
  readonly leg: number;
  readonly placementDepth: number;
  wallet: string;
  settled: bigint;
}

/** What the contracts keep, in one picture, so that two ways of getting it can be compared. */
export interface Rebuilt {
  readonly width: number;
  readonly members: Map<number, RebuiltMember>;
  registrar: string;
  readonly revoked: string[];
  readonly plans: { planHash: string; firstPeriod: number; capPpm: number }[];
  entryCount: bigint;
  runningHash: string;
  currentCv: bigint;
  currentPeriod: number;
  readonly periods: string[][];
  pending: { period: number; root: string; leafCount: number; proposer: string; reviewEndsAt: string } | undefined;
  accepted: { period: number; root: string; leafCount: number };
  totalSettled: bigint;
  balance: bigint;
  readonly seq: bigint[];
}

export function bytesOf(value: unknown): Uint8Array {
  return getBytes(String(value));
}

export function place(
  state: Rebuilt,
  memberId: number,
  link: { sponsorId: number; parentId: number; leg: number },
  wallet: string,
): void {
  if (memberId !== state.members.size + 1) throw new Error(`Number ${memberId} came out of turn.`);
  const depth = link.sponsorId === 0 ? 0 : (state.members.get(link.sponsorId)?.depth ?? Number.NaN) + 1;
  const placementDepth = link.parentId === 0 ? 0 : (state.members.get(link.parentId)?.placementDepth ?? Number.NaN) + 1;
  state.members.set(memberId, { ...link, depth, placementDepth, wallet, settled: 0n });
}

/** The same picture, read from the contracts. `invitations` are those whose revocation is asked for. */
export async function readFromViews(world: World, invitations: readonly string[]): Promise<Rebuilt> {
  const { genealogy, enrollment, planRegistry, volumeLedger, payoutVault, token } = world.as();
  const members = new Map<number, RebuiltMember>();
  for (let memberId = 1; memberId <= Number(await genealogy.memberCount()); memberId += 1) {
    const [parentId, leg, placementDepth] = await genealogy.placementOf(memberId);
    const wallet = await genealogy.walletOf(memberId);
    if (wallet !== ZeroAddress && Number(await genealogy.memberOf(wallet)) !== memberId)
      throw new Error('A wallet of two members.');
    members.set(memberId, {
      sponsorId: Number(await genealogy.sponsorOf(memberId)),
      depth: Number(await genealogy.depthOf(memberId)),
      parentId: Number(parentId),
      leg: Number(leg),
      placementDepth: Number(placementDepth),
      wallet,
      settled: await genealogy.settledOf(memberId),
    });
  }
  const revoked: string[] = [];
  for (const invitation of invitations) if ((await enrollment.invitationState(invitation)).revoked) revoked.push(invitation);
  const plans: Rebuilt['plans'] = [];
  for (let version = 1; version <= Number(await planRegistry.versionCount()); version += 1) {
    const { planHash, firstPeriod, capPpm } = await planRegistry.planOf(version);
    plans.push({ planHash, firstPeriod: Number(firstPeriod), capPpm: Number(capPpm) });
  }
  const currentPeriod = Number(await volumeLedger.currentPeriod());
  const periods: string[][] = [];
  for (let period = 0; period < currentPeriod; period += 1) periods.push([...(await volumeLedger.periodOf(period))].map(String));
  const [proposal, proposer, reviewEndsAt] = await payoutVault.pending();
  const accepted = await payoutVault.accepted();
  return {
    width: Number(await genealogy.placementWidth()),
    members,
    registrar: await genealogy.registrar(),
    revoked,
    plans,
    entryCount: await volumeLedger.entryCount(),
    runningHash: await volumeLedger.runningHash(),
    currentCv: await volumeLedger.currentCv(),
    currentPeriod,
    periods,
    pending:
      proposal.root === ZeroHash
        ? undefined
        : {
            period: Number(proposal.period),
            root: proposal.root,
            leafCount: Number(proposal.leafCount),
            proposer,
            reviewEndsAt: String(reviewEndsAt),
          },
    accepted: { period: Number(accepted.period), root: accepted.root, leafCount: Number(accepted.leafCount) },
    totalSettled: await payoutVault.totalSettled(),
    balance: (await token.balanceOf(await payoutVault.getAddress())) + (await payoutVault.totalSettled()),
    seq: [
      await genealogy.lastSeq(),
      await enrollment.lastSeq(),
      await planRegistry.lastSeq(),
      await volumeLedger.lastSeq(),
      await payoutVault.lastSeq(),
    ],
  };
}
