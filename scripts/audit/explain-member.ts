import { type Explanation, type MissingBonus, type MissingRank, openExplainer, type RunInput } from '#engine/index.ts';
import type { Deployment } from '#chain/deployment.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import { rebuild, replayed } from './audit.ts';
import { readEvents } from './logs.ts';
import { openNode } from './node.ts';
import { memberCount } from './people.ts';
import { AuditStopped, Findings } from './report.ts';

/** Names by the ids of the plan. */
type Names = Readonly<Record<string, Readonly<Record<'en' | 'ru', string>>>>;

export interface MemberExplanation extends Explanation {
  readonly planVersion: number;
  readonly currency: { readonly code: string; readonly minorDigits: number };
  readonly bonusNames: Names;
  readonly rankNames: Names;
  /** Bonuses that gave the member nothing, each with the tests that were not passed. */
  readonly missing: readonly MissingBonus[];
  /** What the next rank would have asked for; left out for who has the highest, and in plans without ranks. */
  readonly nextRank: MissingRank | undefined;
  /** The last root put forward for the period and whether it is the calculated one. */
  readonly proposed: { readonly root: Hex; readonly state: 'proposed' | 'accepted'; readonly matches: boolean } | undefined;
}

/**
 * Calculates the periods up to `period` from the chain and says why a member's came to what it did.
 * @throws UplineError AUDIT.UNKNOWN_MEMBER, AUDIT.PERIOD_NOT_CLOSED, AUDIT.EVENTS_MISSING, CHAIN.*
 */
export async function explainMember(
  rpc: string,
  deployment: Deployment,
  memberId: number,
  period: number,
): Promise<MemberExplanation> {
  const node = await openNode(rpc, deployment);
  const findings = new Findings();
  try {
    const events = await readEvents(node, deployment, findings, () => undefined);
    const { people, books } = rebuild(events, deployment, findings);
    const members = memberCount(people);
    if (memberId < 1 || memberId > members) throw new UplineError('AUDIT.UNKNOWN_MEMBER', { memberId, members });
    const closed = books.closed.filter((one) => one.period <= period);
    if (period < 1 || closed.at(-1)?.period !== period)
      throw new UplineError('AUDIT.PERIOD_NOT_CLOSED', { period, open: books.open.period });
    for (const { input, result } of replayed(people, books, deployment, closed)) {
      if (result.period !== period) continue;
      const proposal = events.findLast(
        (event) => event.contract === 'payoutVault' && event.eventName === 'RootProposed' && event.args.period === period,
      );
      const accepted = events.some(
        (event) => event.contract === 'payoutVault' && event.eventName === 'RootAccepted' && event.args.period === period,
      );
      const root = proposal !== undefined && 'root' in proposal.args ? proposal.args.root : undefined;
      const proposed =
        root === undefined
          ? undefined
          : { root, state: accepted ? ('accepted' as const) : ('proposed' as const), matches: root === result.root };
      return { ...explained(input, memberId), proposed };
    }
  } catch (error) {
    if (!(error instanceof AuditStopped)) throw error;
    throw new UplineError('AUDIT.EVENTS_MISSING', { reason: error.message }, { cause: error });
  }
  throw new UplineError('AUDIT.PERIOD_NOT_CLOSED', { period, open: period });
}

function explained(input: RunInput, memberId: number): Omit<MemberExplanation, 'proposed'> {
  const { plan, planVersion, memberCount: members } = input;
  const explainer = openExplainer(input);
  // Who joined later lacked nothing in this period: they were not there.
  const there = memberId <= members;
  return {
    ...explainer.explain(memberId),
    planVersion,
    currency: plan.currency,
    bonusNames: Object.fromEntries(plan.bonuses.map(({ id, name }) => [id, name])),
    rankNames: Object.fromEntries((plan.ranks?.steps ?? []).map(({ id, name }) => [id, name])),
    missing: there ? explainer.missing(memberId) : [],
    nextRank: there ? explainer.nextRank(memberId) : undefined,
  };
}
