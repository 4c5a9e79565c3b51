import { EntryTable } from '#engine/ledger/entry-table.ts';
import type { Database } from '#platform/database.ts';
import { readEntries, readTree } from './bulk.ts';
import { readCurrentPeriod, readPeriodFacts, readPlanFor, readRunningHash } from './ledger.ts';
import { readMemberCount } from './members.ts';
import { requirePosition } from './position.ts';
import { inWideSnapshot, type Snapshot } from './snapshot.ts';
import type { FollowedFacts, PeriodFacts } from './types.ts';

/**
 * The facts of the open period as of the newest block, all of one moment. Given those of before, only what was recorded since is read; once
 * the mirror has taken anything back (its generation says so), everything is.
 * @returns undefined when the open period has no plan
 */
export async function readOpenFacts(database: Database, known: FollowedFacts | undefined): Promise<FollowedFacts | undefined> {
  return inWideSnapshot(database, async (asked) => {
    const position = await requirePosition(asked);
    const period = await readCurrentPeriod(asked, position.block);
    const plan = await readPlanFor(asked, period, position.block);
    const { generation } = position;
    const grows = known?.generation === generation && known.facts.period === period && known.facts.plan.version === plan?.version;
    if (known !== undefined && grows) return { generation, facts: await grown(asked, known.facts, position) };
    const facts = await readPeriodFacts(asked, period, 'confirmed');
    return facts === undefined ? undefined : { generation, facts };
  });
}

async function grown(asked: Snapshot, facts: PeriodFacts, { block, time }: PeriodFacts['asOf']): Promise<PeriodFacts> {
  const memberCount = await readMemberCount(asked, block);
  const added = await readEntries(asked, facts.period, block, facts.firstEntry + facts.entries.length);
  return {
    ...facts,
    ...(memberCount === facts.memberCount ? {} : { memberCount, ...(await readTree(asked, memberCount)) }),
    ...(added.length === 0 ? {} : { entries: EntryTable.join([facts.entries, added]) }),
    runningHash: await readRunningHash(asked, block),
    asOf: { block, time },
  };
}
