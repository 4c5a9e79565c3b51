import type { PoolClient } from 'pg';
import { type CopyText, createCopyText } from './copy.ts';
import { ensurePartitions } from './partitions.ts';
import { type FactTable, type Row, type RowSinks, factTableNames, factTables } from './tables.ts';

/** Rows of every table on their way into the mirror. */
export interface RowsToWrite {
  readonly sinks: RowSinks;
  /** Adds them all, in the transaction of the caller. */
  write(client: PoolClient): Promise<void>;
}

const entryPeriod = factTables.volumeEntries.columns.findIndex(([name]) => name === 'period');
const closedPeriod = factTables.periods.columns.findIndex(([name]) => name === 'period');

export function createRowsToWrite(): RowsToWrite {
  const texts = Object.fromEntries(factTableNames.map((name) => [name, createCopyText(factTables[name])])) as Record<
    FactTable,
    CopyText
  >;
  // The period after the next has its table too: a period that opens finds it made while the one before was still open.
  const periods = new Set<number>();
  const noting = (name: FactTable, note: (row: Row) => void) => ({
    push: (row: Row) => {
      note(row);
      texts[name].push(row);
    },
  });
  return {
    sinks: {
      ...texts,
      volumeEntries: noting('volumeEntries', (row) => void periods.add(Number(row[entryPeriod]))),
      periods: noting('periods', (row) => {
        for (const ahead of [1, 2]) periods.add(Number(row[closedPeriod]) + ahead);
      }),
    },
    write: async (client) => {
      await ensurePartitions(client, periods);
      for (const name of factTableNames) await texts[name].write(client);
    },
  };
}
