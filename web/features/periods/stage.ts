import type { PeriodSummary } from '#api/settlement.ts';

export const stages = ['check', 'approve', 'run', 'publish', 'review', 'accept', 'claims'] as const;
export type Stage = (typeof stages)[number];

/**
 * Where the close of a period stands, from facts alone. Nothing here is remembered by the page: whoever opens it, in whichever
 * browser, sees the same step.
 * @param now the clock that the review window is measured by, Unix milliseconds
 */
export function stageOf(period: PeriodSummary, now: number): Stage {
  const { status, closeRequest, run, proposal } = period;
  if (status === 'open') return closeRequest === null || closeRequest.state === 'outdated' ? 'check' : 'approve';
  if (status === 'accepted') return 'claims';
  if (status === 'inReview' && proposal !== null && proposal.state === 'inReview') {
    return now < Date.parse(proposal.reviewEndsAt) ? 'review' : 'accept';
  }
  return run === null ? 'run' : 'publish';
}

export function stageState(stage: Stage, current: Stage): 'done' | 'current' | 'waiting' {
  const [at, now] = [stages.indexOf(stage), stages.indexOf(current)];
  if (at < now) return 'done';
  return at === now ? 'current' : 'waiting';
}
