import type { TrialReport } from '#api/trials.ts';
import type { TrialStep } from '#modules/commissions/index.ts';

/** What a trial said of its progress, as shares of one, and its report. */
export async function told(steps: AsyncIterable<TrialStep>): Promise<{ shares: number[]; report: TrialReport }> {
  const shares: number[] = [];
  let report: TrialReport | undefined;
  for await (const step of steps) {
    if (step.type === 'progress') shares.push(step.done / step.of);
    else ({ report } = step);
  }
  if (report === undefined) throw new Error('the trial ended without a report');
  return { shares, report };
}
