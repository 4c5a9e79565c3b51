import { AbiCoder, keccak256, ZeroAddress } from 'ethers';
import { signedCv } from '#engine/ledger/commitments.ts';
import { unpackEntries } from '#engine/ledger/entry.ts';
import { memberIn } from './rebuild-members.ts';
import { bytesOf, type Handler, type Rebuilt, type RebuiltMember } from './rebuilt.ts';

/** What the events of PlanRegistry, VolumeLedger, Checkout and PayoutVault mean. */
export const moneyHandlers: Readonly<Record<string, Handler>> = {
  PlanPublished: (state, [, , planHash, firstPeriod, capPpm, levels, spec]) => {
    if (keccak256(String(spec)) !== planHash) throw new Error('A plan whose text is another.');
    state.plans.push({
      planHash,
      firstPeriod: Number(firstPeriod),
      capPpm: Number(capPpm),
      levels: packedLevels(bytesOf(levels)),
    });
  },
  VolumesRecorded: batch,
  SaleRecorded: (state, args) => {
    const [seq, period, firstEntry, runningHash, entries, saleNumber, amount] = args;
    batch(state, [seq, period, firstEntry, unpackEntries(bytesOf(entries)).length, undefined, runningHash, entries]);
    const [sale, ...credits] = unpackEntries(bytesOf(entries));
    if (sale === undefined || sale.kind === 'attestation') throw new Error('A sale without a sale.');
    const seller = memberIn(state, sale.memberId);
    useUp(seller, Number(saleNumber));
    if (sale.kind === 'ownPurchase') seller.activeThrough = Number(period) + 1;
    state.balance += BigInt(String(amount));
    for (const credit of credits) {
      if (credit.kind !== 'instantSettled') throw new Error('Something else among the credits of a sale.');
      memberIn(state, credit.memberId).credit += credit.cv;
      state.instantTotal += credit.cv;
    }
  },
  PeriodClosed: (state, [, period, memberCount, entryCount, cv, budget, planVersion, runningHash, inputHash, instant]) => {
    if (cv !== state.currentCv || entryCount !== state.entryCount) throw new Error('A period that its entries do not make.');
    state.periods.push([memberCount, entryCount, planVersion, cv, budget, runningHash, inputHash, instant].map(String));
    const next = Number(period) + 1;
    const governing = state.plans.findLast(({ firstPeriod }) => firstPeriod <= next);
    if (governing === undefined) throw new Error(`Period ${next} has no plan.`);
    Object.assign(state.openTerms, { capPpm: governing.capPpm, levels: governing.levels });
    state.currentPeriod = next;
    state.currentCv = 0n;
  },
  CheckoutChanged: (state, [, checkout]) => {
    state.checkout = String(checkout);
  },
  QuoterChanged: (state, [, quoter]) => {
    state.quoter = String(quoter);
  },
  TreasuryChanged: (state, [, treasury]) => {
    state.treasury = String(treasury);
  },
  OrderRefunded: (state, [, orderRef]) => {
    state.refunded.push(Number(orderRef));
  },
  RootProposed: (state, [, period, root, total, leafCount, planVersion, inputHash, stateRoot, fileHash, proposer, endsAt]) => {
    const words = AbiCoder.defaultAbiCoder().encode(
      ['uint32', 'uint32', 'uint32', 'bytes32', 'bytes32', 'bytes32', 'bytes32'],
      [period, planVersion, leafCount, root, inputHash, stateRoot, fileHash],
    );
    const sum = BigInt(String(total)).toString(16).padStart(16, '0');
    state.pending = {
      proposalHash: `${keccak256(words).slice(0, 50)}${sum}`,
      period: Number(period),
      total: BigInt(String(total)),
      proposer: String(proposer),
      reviewEndsAt: String(endsAt),
    };
  },
  RootRejected: (state) => {
    state.pending = undefined;
  },
  RootAccepted: (state, [, period, root, total, , key]) => {
    const { pending } = state;
    if (pending === undefined || pending.total !== total) throw new Error('A root that nobody proposed.');
    // A key begins with the leaf count.
    const leafCount = new DataView(bytesOf(key).buffer).getUint32(0);
    state.accepted = { period: Number(period), root: String(root), leafCount, key: String(key) };
    state.pending = undefined;
  },
  Claimed: (state, [, memberId, wallet, amount, cumulative]) => {
    settle(state, memberId, amount, cumulative);
    state.balance -= BigInt(String(amount));
    if (wallet === ZeroAddress) throw new Error('Paid to nobody.');
  },
  ClaimSkipped: () => undefined,
  BankAcknowledged: (state, [, memberId, , amount, cumulative]) => settle(state, memberId, amount, cumulative),
  CreditWithdrawn: (state, [, memberId, , amount]) => {
    const member = memberIn(state, memberId);
    if (member.credit !== amount) throw new Error('A credit that sales do not make.');
    member.credit = 0n;
    state.creditsPaid += amount;
    state.balance -= amount;
  },
  Funded: (state, [, , amount]) => {
    state.balance += BigInt(String(amount));
  },
  SurplusWithdrawn: (state, [, , amount]) => {
    state.balance -= BigInt(String(amount));
  },
};

function batch(state: Rebuilt, [, , firstEntry, count, , runningHash, entries]: readonly unknown[]): void {
  if (firstEntry !== state.entryCount) throw new Error('Entries are missing.');
  state.entryCount += BigInt(Number(count));
  state.runningHash = String(runningHash);
  for (const entry of unpackEntries(bytesOf(entries))) state.currentCv += signedCv(entry);
}

function settle(state: Rebuilt, memberId: unknown, amount: unknown, cumulative: unknown): void {
  const member = memberIn(state, memberId);
  if (member.settled + BigInt(String(amount)) !== cumulative) throw new Error('A payment that does not add up.');
  member.settled = cumulative;
  state.totalSettled += BigInt(String(amount));
}

/** The window of the last 32 sale numbers, as RFC 4303 keeps its own. */
function useUp(member: RebuiltMember, number: number): void {
  const ahead = number - member.highestSale;
  const window = BigInt(member.saleWindow);
  const moved = ahead > 0 ? (window << BigInt(ahead)) | 1n : window | (1n << BigInt(-ahead));
  member.saleWindow = Number(BigInt.asUintN(32, moved));
  member.highestSale = Math.max(member.highestSale, number);
}

/** Rates of four bytes each, as the registry packs them: level 1 in the lowest 20 bits. */
function packedLevels(levels: Uint8Array): bigint {
  const view = new DataView(levels.buffer, levels.byteOffset, levels.byteLength);
  let packed = 0n;
  for (let level = 0; level < levels.length / 4; level += 1) packed |= BigInt(view.getUint32(level * 4)) << BigInt(20 * level);
  return packed;
}
