import type { EarningLine, EarningLines, Earnings } from '#api/earnings.ts';
import type { Disclosure } from '#api/system.ts';
import type { AsOf as ApiAsOf } from '#api/values.ts';
import { openExplainer, type PeriodOutcome } from '#engine/index.ts';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import type { AsOf } from '#mirror/read/index.ts';
import { disclose, splitEarnings, statusOfPeriod } from '../rules.ts';
import type { Calculation } from './calculation.ts';
import { missingOf } from './missing.ts';
import type { CommissionsOptions } from './options.ts';

export interface EarningsView {
  /** @throws UplineError GENEALOGY.UNKNOWN_MEMBER */
  earningsOf(memberId: number): Promise<Earnings>;
  /** @param viewer null: staff, who may open every order; a member: the order ids of others are left out */
  earningLines(memberId: number, period: number, viewer: number | null): Promise<EarningLines>;
  disclosure(): Promise<Disclosure>;
}

export function createEarnings(options: CommissionsOptions, calculation: Calculation): EarningsView {
  const { mirror, genealogy, orders } = options;

  /** What decides how far the earnings of a member have come. */
  const progressOf = async (memberId: number) => {
    const [open, accepted, pending, settled] = await Promise.all([
      mirror.currentPeriod(),
      mirror.acceptedRoot(),
      mirror.pendingRoot(),
      mirror.settledOf(memberId),
    ]);
    return { open, acceptedPeriod: accepted?.period, pendingPeriod: pending?.period, settled };
  };

  return {
    earningsOf: async (memberId) => {
      await genealogy.refuseUnknown(memberId);
      const current = await calculation.openOutcome();
      // A period may close while we read; what counts as open is what was calculated as open.
      const open = current?.result.period ?? FIRST_PERIOD;
      const progress = { ...(await progressOf(memberId)), open };
      const calculations = [...(await calculation.closedRuns(open - 1)), ...(current === undefined ? [] : [current])];
      const periods: Earnings['periods'] = [];
      let newest = 0n;
      for (const { result, asOf } of calculations) {
        if (result.memberCount < memberId) continue;
        const { period } = result;
        const earning = result.earnings.of(memberId);
        const cumulative = cumulativeOf(result, memberId);
        newest = cumulative;
        periods.unshift({
          period,
          status: statusOfPeriod(period, { ...progress, cumulative }),
          amount: (earning?.credited ?? 0n).toString(),
          debt: (result.carryOut.debt[memberId] ?? 0n).toString(),
          asOf: present(asOf),
        });
      }
      const cumulativeAt = (period: number | undefined): bigint | undefined => {
        const calculated = calculations.find(({ result }) => result.period === period);
        return calculated === undefined ? undefined : cumulativeOf(calculated.result, memberId);
      };
      const accepted = cumulativeAt(progress.acceptedPeriod) ?? 0n;
      const pending = cumulativeAt(progress.pendingPeriod);
      const { settled } = progress;
      const split = splitEarnings({ accepted, pending, newest, settled });
      return {
        memberId,
        summary: {
          preliminary: split.preliminary.toString(),
          inReview: split.inReview.toString(),
          claimable: split.claimable.toString(),
          received: split.received.toString(),
        },
        periods,
        asOf: present(await mirror.asOf()),
      };
    },
    earningLines: async (memberId, period, viewer) => {
      await genealogy.refuseUnknown(memberId);
      const { input, asOf } = await calculation.outcomeOf(period);
      const explainer = openExplainer(input);
      const explanation = explainer.explain(memberId);
      const { lines, scale, caps } = explanation;
      const names = await genealogy.namesOf(lines.flatMap((line) => [line.sourceMemberId, ...line.passedOver]));
      const orderIds = await orders.orderIdsByRef(lines.map((line) => line.orderRef));
      const person = (id: number) => ({ memberId: id, name: names.get(id) ?? null });
      const bonusNames = new Map(input.plan.bonuses.map((bonus) => [bonus.id, bonus.name]));
      const progress = await progressOf(memberId);
      return {
        memberId,
        period,
        status: statusOfPeriod(period, { ...progress, cumulative: explanation.cumulative }),
        lines: lines.map((line): EarningLine => {
          const visible = viewer === null || viewer === line.sourceMemberId;
          const { reversalOf } = line;
          return {
            bonusId: line.bonusId,
            bonusName: bonusNames.get(line.bonusId) ?? { en: line.bonusId, ru: line.bonusId },
            kind: line.kind,
            entryIndex: line.entry.toString(),
            orderRef: line.orderRef.toString(),
            orderId: visible ? (orderIds.get(line.orderRef) ?? null) : null,
            source: person(line.sourceMemberId),
            level: line.level,
            ratePpm: line.ratePpm,
            base: line.base.toString(),
            amount: line.amount.toString(),
            passedOver: line.passedOver.map(person),
            reversalOf: reversalOf === undefined ? null : { period: reversalOf.period, entryIndex: reversalOf.entry.toString() },
          };
        }),
        total: explanation.net.toString(),
        debtBefore: explanation.debtBefore.toString(),
        debtAfter: explanation.debt.toString(),
        net: explanation.credited.toString(),
        planVersion: input.planVersion,
        scaleDown: scale.gross > scale.limit ? { limit: scale.limit.toString(), gross: scale.gross.toString() } : null,
        caps: caps.map(({ id, per, limit, gross }) => ({
          name: input.plan.caps?.find((cap) => cap.id === id)?.name ?? { en: id, ru: id },
          per,
          limit: limit.toString(),
          gross: gross.toString(),
        })),
        ...missingOf(explainer, input, memberId),
        asOf: present(asOf),
      };
    },
    disclosure: async () => {
      const accepted = await mirror.acceptedRoot();
      const members = await mirror.memberCount();
      const carry = accepted === undefined ? undefined : (await calculation.outcomeOf(accepted.period)).result.carryOut;
      const amounts: bigint[] = [];
      for (let memberId = COMPANY_MEMBER + 1; memberId <= members; memberId += 1) {
        amounts.push(carry?.cumulative[memberId] ?? 0n);
      }
      const figures = disclose(amounts);
      return {
        ...figures,
        median: figures.median.toString(),
        mean: figures.mean.toString(),
        total: figures.total.toString(),
        topDecile: { ...figures.topDecile, mean: figures.topDecile.mean.toString() },
        throughPeriod: accepted?.period ?? null,
        asOf: present(await mirror.asOf()),
      };
    },
  };
}

function cumulativeOf(outcome: PeriodOutcome, memberId: number): bigint {
  return outcome.carryOut.cumulative[memberId] ?? 0n;
}

function present({ block, time }: AsOf): ApiAsOf {
  return { block, time: time.toISOString() };
}
