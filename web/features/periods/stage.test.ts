import { describe, expect, it } from 'vitest';
import type { CloseRequest, PeriodSummary, ProposalSummary, RunSummary } from '#api/settlement.ts';
import { stageOf, stages, stageState } from './stage.ts';

const base: PeriodSummary = {
  period: 3,
  status: 'open',
  memberCount: 5,
  entryCount: '9',
  cv: '0',
  budget: null,
  planVersion: 1,
  closedAt: null,
  inputHash: null,
  closeRequest: null,
  run: null,
  proposal: null,
  runProgress: null,
  claims: null,
  asOf: { block: 1, time: '2026-11-26T12:00:00Z' },
};
const request = (state: CloseRequest['state']) => ({ state }) as CloseRequest;
const run = {} as RunSummary;
const proposal = (state: ProposalSummary['state']) => ({ state, reviewEndsAt: '2026-11-29T12:00:00Z' }) as ProposalSummary;
const before = Date.parse('2026-11-29T11:59:59Z');
const after = Date.parse('2026-11-29T12:00:00Z');

describe('where the close of a period stands', () => {
  it.each([
    ['check', base, before],
    ['check', { ...base, closeRequest: request('outdated') }, before],
    ['approve', { ...base, closeRequest: request('waiting') }, before],
    ['run', { ...base, status: 'closed' }, before],
    ['publish', { ...base, status: 'calculated', run }, before],
    ['review', { ...base, status: 'inReview', run, proposal: proposal('inReview') }, before],
    ['accept', { ...base, status: 'inReview', run, proposal: proposal('inReview') }, after],
    ['publish', { ...base, status: 'calculated', run, proposal: proposal('rejected') }, after],
    ['claims', { ...base, status: 'accepted', run, proposal: proposal('accepted') }, after],
  ] as const)('%s', (stage, period, now) => {
    expect(stageOf(period as PeriodSummary, now)).toBe(stage);
  });

  it('has exactly one current step', () => {
    for (const current of stages) {
      expect(stages.filter((stage) => stageState(stage, current) === 'current')).toEqual([current]);
    }
  });
});
