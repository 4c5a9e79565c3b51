import { useMemo, useState } from 'react';

/** What a row is sorted by. */
export type SortValue = string | number | bigint;

/** Rows in the order of `sort`, such as `-amount`; as they come when it names nothing. */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: string | undefined,
  values: Readonly<Record<string, (row: Row) => SortValue>>,
): readonly Row[] {
  const valueOf = sort === undefined ? undefined : values[sort.replace(/^-/, '')];
  if (valueOf === undefined) return rows;
  const sign = sort?.startsWith('-') === true ? -1 : 1;
  return rows.toSorted((one, other) => sign * compare(valueOf(one), valueOf(other)));
}

function compare(one: SortValue, other: SortValue): number {
  if (typeof one === 'string' && typeof other === 'string') return one.localeCompare(other);
  return one < other ? -1 : Number(one > other);
}

/** Sorting and searching of rows that are all at hand. */
export function useLocalRows<Row>(
  rows: readonly Row[],
  values: Readonly<Record<string, (row: Row) => SortValue>>,
  textOf: (row: Row) => string,
) {
  const [sort, setSort] = useState<string | undefined>();
  const [find, setFind] = useState('');
  const shown = useMemo(() => {
    const wanted = find.trim().toLowerCase();
    const found = wanted === '' ? rows : rows.filter((row) => textOf(row).toLowerCase().includes(wanted));
    return sortRows(found, sort, values);
  }, [rows, find, sort, values, textOf]);
  return { shown, sort, setSort, find, setFind };
}
