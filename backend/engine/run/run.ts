import { Amounts } from '../bonuses/amounts.ts';
import { inputHash } from '../ledger/commitments.ts';
import { buildPayoutTree, type PayoutLeaf } from '../payout-tree/tree.ts';
import { planHash } from '../plan/parse.ts';
import { stateRoot, type CarryState, type RunState } from '../state/carry.ts';
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
  return outcomeOf(input, openRun(input));
}

/** The same of a run that was opened already. */
export function outcomeOf(input: RunInput, run: OpenedRun): PeriodOutcome {
  const { period, planVersion, memberCount, carryIn } = input;
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
  const all = new Amounts(memberCount);
  const totalsByBonus = Object.fromEntries(plan.bonuses.map(({ id }) => [id, 0n]));
  const linesByBonus = Object.fromEntries(plan.bonuses.map(({ id }) => [id, 0]));
  const count = (bonusId: string, amount: bigint, lines: number): void => {
    totalsByBonus[bonusId] = (totalsByBonus[bonusId] ?? 0n) + amount;
    linesByBonus[bonusId] = (linesByBonus[bonusId] ?? 0) + lines;
  };
  const add = ({ share, amount }: BareLine): void => {
    all.add(share.memberId, amount);
    count(share.bonusId, amount, 1);
  };
  for (const bonus of run.own.bonuses) {
    const gains = run.gainsOf(bonus);
    if (gains === undefined) {
      for (const line of bonusLines(run, bonus)) add(line);
      continue;
    }
    all.addAll(new Amounts(memberCount, gains.amounts, gains.touched));
    count(gains.bonusId, gains.total, gains.lines);
  }
  for (const { bonusId, amounts, total, lines } of run.claimSums()) {
    all.addAll(amounts);
    count(bonusId, total, lines);
  }
  for (const line of laterLines(run)) add(line);
  return { nets: { members: all.members(), net: (memberId) => all.of(memberId) }, totalsByBonus, linesByBonus };
}

/** What of an opened period is remembered. */
export function memoryOf(own: PeriodMemory): PeriodMemory {
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
  return { ...committed(input, outcome), stateRoot: stateRoot(stateOf(outcome)) };
}

/** What of an outcome the state root commits to. */
export function stateOf({ period, scale, ppv, carryOut }: PeriodOutcome): RunState {
  return { period, ...scale, ppv, carry: carryOut };
}

/** An outcome with all that the vault asks for but the state root, which can be made at the same time. @throws UplineError PAYOUT_TREE.SUM_OVERFLOW */
export function committed(input: RunInput, outcome: PeriodOutcome): Omit<RunResult, 'stateRoot'> {
  const { period, memberCount, entryCount, carryOut } = outcome;
  const tree = buildPayoutTree(input.domain, payoutLeaves(carryOut));
  const hashOfPlan = planHash(input.plan);
  return {
    ...outcome,
    planHash: hashOfPlan,
    tree,
    root: tree.root,
    leafCount: tree.leaves.length,
    inputHash: inputHash({ period, memberCount, entryCount, runningHash: input.runningHash, planHash: hashOfPlan }),
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
