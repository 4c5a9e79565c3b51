import { MOST_SUMMED } from '../bonuses/gains.ts';
import { inputHash } from '../ledger/commitments.ts';
import { buildPayoutTree, type PayoutLeaf } from '../payout-tree/tree.ts';
import { planHash } from '../plan/parse.ts';
import { stateRoot, type CarryState } from '../state/carry.ts';
import { capUse } from './cap.ts';
import { bonusLines, laterLines, type BareLine } from './lines.ts';
import { openRun, type OpenedRun } from './open.ts';
import { settleMembers, type Nets } from './settle.ts';
import { type PeriodMemory, type PeriodOutcome, type RunInput, type RunResult } from './types.ts';

/**
 * A period from its facts to what everybody is owed, without the commitments (no hashing): for estimates and explanations.
 * @throws UplineError ENGINE.* for facts that cannot be
 */
export function calculatePeriod(input: RunInput): PeriodOutcome {
  const { period, planVersion, memberCount, carryIn } = input;
  const run = openRun(input);
  const { nets, totalsByBonus, linesByBonus } = addUp(run, input);
  const { earnings, carryOut, credited } = settleMembers(carryIn, memberCount, nets, run.columnsOut());
  const { ppv, scale, flags } = run.own;
  return {
    period,
    planVersion,
    memberCount,
    entryCount: input.firstEntry + input.entries.length,
    earnings,
    totalsByBonus,
    linesByBonus,
    netCv: run.ledger.netCv,
    instant: run.ledger.instant,
    total: carryOut.total,
    credited,
    debtTotal: carryOut.debt.reduce((sum, debt) => sum + debt, 0n),
    scale,
    capUsePpm: capUse(scale),
    carryOut,
    anomalies: run.ledger.anomalies,
    touchedOrders: run.ledger.touched,
    memory: memoryOf(run.own),
    ppv,
    rank: run.own.rank,
    active: flags.get('active') ?? new Uint8Array(memberCount + 1),
  };
}

/** The lines of a run, summed by member and by bonus. Bonuses that can sum up without naming lines do. */
function addUp(
  run: OpenedRun,
  { plan, memberCount }: RunInput,
): { nets: Nets; totalsByBonus: Record<string, bigint>; linesByBonus: Record<string, number> } {
  const gained = new BigInt64Array(memberCount + 1);
  const touched = new Uint8Array(memberCount + 1);
  const added = new Map<number, bigint>();
  const totalsByBonus = Object.fromEntries(plan.bonuses.map(({ id }) => [id, 0n]));
  const linesByBonus = Object.fromEntries(plan.bonuses.map(({ id }) => [id, 0]));
  const add = ({ share, amount }: BareLine): void => {
    touched[share.memberId] = 1;
    added.set(share.memberId, (added.get(share.memberId) ?? 0n) + amount);
    totalsByBonus[share.bonusId] = (totalsByBonus[share.bonusId] ?? 0n) + amount;
    linesByBonus[share.bonusId] = (linesByBonus[share.bonusId] ?? 0) + 1;
  };
  let summed = 0n;
  for (const bonus of run.own.bonuses) {
    const gains = run.gainsOf(bonus);
    // Sums of several bonuses together must fit as well.
    if (gains === undefined || summed + gains.total > MOST_SUMMED) {
      for (const line of bonusLines(run, bonus)) add(line);
      continue;
    }
    summed += gains.total;
    totalsByBonus[gains.bonusId] = gains.total;
    linesByBonus[gains.bonusId] = gains.lines;
    for (let memberId = 1; memberId <= memberCount; memberId += 1) {
      if (gains.touched[memberId] !== 1) continue;
      touched[memberId] = 1;
      gained[memberId] = (gained[memberId] ?? 0n) + (gains.amounts[memberId] ?? 0n);
    }
  }
  for (const line of laterLines(run)) add(line);
  const members = touchedMembers(touched);
  return {
    nets: { members, net: (memberId) => (gained[memberId] ?? 0n) + (added.get(memberId) ?? 0n) },
    totalsByBonus,
    linesByBonus,
  };
}

function* touchedMembers(touched: Uint8Array): Generator<number> {
  for (let memberId = 1; memberId < touched.length; memberId += 1) if (touched[memberId] === 1) yield memberId;
}

function memoryOf(own: PeriodMemory): PeriodMemory {
  const { period, plan, memberCount, ppv, scale, capScales, left, sales, orderCount, columns, differences } = own;
  const more = {
    ...(capScales === undefined ? {} : { capScales }),
    ...(left === undefined ? {} : { left }),
    ...(sales === undefined ? {} : { sales }),
    ...(orderCount === undefined ? {} : { orderCount }),
    ...(columns === undefined ? {} : { columns }),
    ...(differences === undefined ? {} : { differences }),
  };
  return { period, plan, memberCount, ppv, scale, ...more };
}

/**
 * The whole run of a period: volumes → activity → bonuses → cap → refunds → state → statements → tree. Pure: equal inputs give
 * equal bytes on every machine.
 * @throws UplineError ENGINE.*, PAYOUT_TREE.SUM_OVERFLOW
 */
export function runPeriod(input: RunInput): RunResult {
  const outcome = calculatePeriod(input);
  const { period, memberCount, entryCount, carryOut, scale, ppv } = outcome;
  const tree = buildPayoutTree(input.domain, payoutLeaves(carryOut));
  const hashOfPlan = planHash(input.plan);
  return {
    ...outcome,
    planHash: hashOfPlan,
    tree,
    root: tree.root,
    leafCount: tree.leaves.length,
    inputHash: inputHash({ period, memberCount, entryCount, runningHash: input.runningHash, planHash: hashOfPlan }),
    stateRoot: stateRoot({ period, ...scale, ppv, carry: carryOut }),
  };
}

/** Every member who has ever earned something, in the order of numbers. */
export function payoutLeaves({ cumulative, memberCount }: CarryState): PayoutLeaf[] {
  const leaves: PayoutLeaf[] = [];
  for (let memberId = 1; memberId <= memberCount; memberId += 1) {
    const amount = cumulative[memberId] ?? 0n;
    if (amount > 0n) leaves.push({ memberId, cumulative: amount });
  }
  return leaves;
}
