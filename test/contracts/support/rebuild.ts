import { type EventLog, keccak256, type Log, type Interface, ZeroAddress, ZeroHash } from 'ethers';
import { signedCv } from '#engine/ledger/commitments.ts';
import { unpackEntries } from '#engine/ledger/entry.ts';
import { bytesOf, place, type Rebuilt } from './rebuilt.ts';
import { type World } from './world.ts';

/** Everything that the contracts keep, worked out from their events alone. */
export async function rebuildFromEvents(world: World): Promise<Rebuilt> {
  const { genealogy, enrollment, planRegistry, volumeLedger, payoutVault } = world.as();
  const state = emptyState(world);
  for (const contract of [genealogy, enrollment, planRegistry, volumeLedger, payoutVault]) {
    const address = await contract.getAddress();
    const logs = await world.provider.getLogs({ address, fromBlock: 0, toBlock: 'latest' });
    let seq = 0n;
    for (const log of logs) {
      const event = parse(contract.interface, log);
      const handler = handlers[event.name];
      if (handler === undefined) continue;
      const [number] = event.args;
      if (number !== seq + 1n) throw new Error(`A hole before number ${String(number)} of ${address}.`);
      seq = number;
      handler(state, event.args);
    }
    state.seq.push(seq);
  }
  return state;
}

type Handler = (state: Rebuilt, args: readonly unknown[]) => void;

// Arguments by place: the first is always the number of the event.
const handlers: Readonly<Record<string, Handler>> = {
  MemberRegistered: (state, [, memberId, sponsorId, parentId, leg, wallet]) => {
    place(
      state,
      Number(memberId),
      { sponsorId: Number(sponsorId), parentId: Number(parentId), leg: Number(leg) },
      String(wallet),
    );
  },
  MembersImported: (state, [, first, count, entries]) => {
    const view = new DataView(bytesOf(entries).buffer);
    for (let i = 0; i < Number(count); i += 1) {
      const link = { sponsorId: view.getUint32(9 * i), parentId: view.getUint32(9 * i + 4), leg: view.getUint8(9 * i + 8) };
      place(state, Number(first) + i, link, ZeroAddress);
    }
  },
  WalletBound: (state, [, memberId, wallet]) => {
    const member = state.members.get(Number(memberId));
    if (member === undefined) throw new Error('A wallet of nobody.');
    member.wallet = String(wallet);
  },
  RegistrarChanged: (state, [, registrar]) => {
    state.registrar = String(registrar);
  },
  InvitationRevoked: (state, [, invitation]) => {
    state.revoked.push(String(invitation));
  },
  PlanPublished: (state, [, , planHash, firstPeriod, capPpm, , spec]) => {
    if (keccak256(String(spec)) !== planHash) throw new Error('A plan whose text is another.');
    state.plans.push({ planHash, firstPeriod: Number(firstPeriod), capPpm: Number(capPpm) });
  },
  VolumesRecorded: (state, [, , firstEntry, count, , runningHash, entries]) => {
    if (firstEntry !== state.entryCount) throw new Error('Entries are missing.');
    state.entryCount += BigInt(Number(count));
    state.runningHash = String(runningHash);
    for (const entry of unpackEntries(bytesOf(entries))) state.currentCv += signedCv(entry);
  },
  PeriodClosed: (state, [, period, memberCount, entryCount, cv, budget, planVersion, runningHash, inputHash]) => {
    if (cv !== state.currentCv || entryCount !== state.entryCount) throw new Error('A period that its entries do not make.');
    state.periods.push([memberCount, entryCount, planVersion, cv, budget, runningHash, inputHash].map(String));
    state.currentPeriod = Number(period) + 1;
    state.currentCv = 0n;
  },
  RootProposed: (state, [, period, root, , leafCount, , , , , proposer, reviewEndsAt]) => {
    state.pending = {
      period: Number(period),
      root: String(root),
      leafCount: Number(leafCount),
      proposer: String(proposer),
      reviewEndsAt: String(reviewEndsAt),
    };
  },
  RootRejected: (state) => {
    state.pending = undefined;
  },
  RootAccepted: (state, [, period, root]) => {
    const { pending } = state;
    if (pending === undefined || pending.root !== root) throw new Error('A root that nobody proposed.');
    state.accepted = { period: Number(period), root, leafCount: pending.leafCount };
    state.pending = undefined;
  },
  Claimed: (state, [, memberId, wallet, amount, cumulative]) => {
    const member = state.members.get(Number(memberId));
    if (member === undefined || member.settled + BigInt(String(amount)) !== cumulative)
      throw new Error('A claim that does not add up.');
    member.settled = cumulative;
    state.totalSettled += BigInt(String(amount));
    if (wallet === ZeroAddress) throw new Error('Paid to nobody.');
  },
  ClaimSkipped: () => undefined,
  Funded: (state, [, , amount]) => {
    state.balance += BigInt(String(amount));
  },
  SurplusWithdrawn: (state, [, , amount]) => {
    state.balance -= BigInt(String(amount));
  },
};

function emptyState(world: World): Rebuilt {
  return {
    width: world.deployment.placementWidth,
    members: new Map(),
    registrar: ZeroAddress,
    revoked: [],
    plans: [],
    entryCount: 0n,
    runningHash: ZeroHash,
    currentCv: 0n,
    currentPeriod: 0,
    periods: [],
    pending: undefined,
    accepted: { period: 0, root: ZeroHash, leafCount: 0 },
    totalSettled: 0n,
    balance: 0n,
    seq: [],
  };
}

function parse(abi: Interface, log: Log | EventLog): { name: string; args: readonly unknown[] } {
  const event = abi.parseLog(log);
  if (event === null) throw new Error(`An event that the ABI does not know: ${log.topics[0]}.`);
  return { name: event.name, args: event.args };
}
