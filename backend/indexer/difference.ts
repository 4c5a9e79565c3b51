/** One place where the mirror and the chain disagree. */
export interface Difference {
  /** Table, or `contract view`. */
  readonly table: string;
  /** Which row: its key columns and values; for a view, the call. */
  readonly key: string;
  /** Column; `(row)` when the whole row is missing or too much. */
  readonly column: string;
  /** What the chain says. */
  readonly expected: string;
  /** What the mirror says. */
  readonly found: string;
}
