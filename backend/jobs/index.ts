import type { Genealogy } from '#modules/genealogy/index.ts';
import type { Orders } from '#modules/orders/index.ts';
import type { PublishPayouts } from '#workflows/publish-payouts/index.ts';
import type { RecordVolumes } from '#workflows/record-volumes/index.ts';
import type { Job } from './scheduler.ts';

export { type Job, runJobs } from './scheduler.ts';

/** Steps that nobody waits for. Each does what is due now and nothing else, so a test or the demo can also call them one by one. */
export function createJobs(doors: {
  recordVolumes: RecordVolumes;
  publishPayouts: Pick<PublishPayouts, 'runClosedPeriods'>;
  orders: Pick<Orders, 'followMirror'>;
  genealogy: Pick<Genealogy, 'followJoins'>;
  /** Brings the report tables to where the mirror stands. */
  followReports: () => Promise<void>;
}): Job[] {
  const { recordVolumes, publishPayouts, orders, genealogy, followReports } = doors;
  return [
    {
      name: 'record-volumes',
      everyMilliseconds: 500,
      run: async () => {
        // As long as something moved, more may be due.
        for (let outcome = await recordVolumes.recordVolumes(); outcome === 'recorded' || outcome === 'refused';) {
          outcome = await recordVolumes.recordVolumes();
        }
      },
    },
    { name: 'order-status', everyMilliseconds: 500, run: async () => void (await orders.followMirror()) },
    { name: 'joins', everyMilliseconds: 1000, run: async () => void (await genealogy.followJoins()) },
    { name: 'reports', everyMilliseconds: 2000, run: followReports },
    { name: 'runs', everyMilliseconds: 2000, run: async () => void (await publishPayouts.runClosedPeriods()) },
  ];
}
