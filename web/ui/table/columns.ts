import type { ReactNode } from 'react';

/** One column of a `DataTable`. The same definition makes the table, the card on a phone and the exported file. */
export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the exported file holds; a column without it is not exported. */
  readonly text?: (row: Row) => string;
  /** Name of the field to sort by; `-name` is the other way round. */
  readonly sortKey?: string;
  /** Numbers stand at the end of the cell. */
  readonly numeric?: boolean;
  /** Shown as the heading of the card on a phone. */
  readonly primary?: boolean;
}

/** none → ascending → descending → none; numbers start with the largest. */
export function nextSort(current: string | undefined, column: { sortKey?: string; numeric?: boolean }): string | undefined {
  const key = column.sortKey;
  if (key === undefined) return current;
  const cycle = column.numeric === true ? [`-${key}`, key] : [key, `-${key}`];
  const position = current === undefined ? -1 : cycle.indexOf(current);
  return cycle[position + 1];
}

export function sortDirection(current: string | undefined, key: string | undefined): 'ascending' | 'descending' | 'none' {
  if (key === undefined || current === undefined) return 'none';
  if (current === key) return 'ascending';
  return current === `-${key}` ? 'descending' : 'none';
}
