/** A value as it goes into, or comes out of, a column. Bytes go in as hexadecimal text with `0x`, and come out as a buffer. */
export type Value = number | bigint | string | boolean | Buffer | Date | null;
export type Row = readonly Value[];

/** Where the rows of one table go. */
export interface RowSink {
  push(row: Row): unknown;
}

export interface Table {
  readonly name: string;
  /** Column → PostgreSQL type, in the order of a row's values. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** Columns that tell rows apart. */
  readonly key: readonly string[];
}

/** Where a row comes from; the last four columns of nearly every table. */
const origin = [
  ['block_number', 'bigint'],
  ['log_index', 'int'],
  ['block_time', 'timestamptz'],
  ['transaction_hash', 'bytea'],
] as const;

/** Every table that is filled from events, by the name under which rows are collected. */
export const factTables = {
  members: {
    name: 'members',
    columns: [
      ['member_id', 'int'],
      ['sponsor_id', 'int'],
      ['parent_id', 'int'],
      ['leg', 'smallint'],
      ['depth', 'int'],
      ['consent', 'bytea'],
      ['seq', 'bigint'],
      ...origin,
    ],
    key: ['member_id'],
  },
  memberWallets: {
    name: 'member_wallets',
    columns: [['member_id', 'int'], ['wallet', 'bytea'], ['previous_wallet', 'bytea'], ['seq', 'bigint'], ...origin],
    key: ['block_number', 'log_index'],
  },
  recoveries: {
    name: 'recoveries',
    columns: [['seq', 'bigint'], ['member_id', 'int'], ['step', 'text'], ['account', 'bytea'], ['ready_at', 'bigint'], ...origin],
    key: ['seq'],
  },
  routeChoices: {
    name: 'route_choices',
    columns: [['seq', 'bigint'], ['member_id', 'int'], ['bank', 'boolean'], ...origin],
    key: ['seq'],
  },
  registrarChanges: { name: 'registrar_changes', columns: [['seq', 'bigint'], ['registrar', 'bytea'], ...origin], key: ['seq'] },
  invitationsRevoked: {
    name: 'invitations_revoked',
    columns: [['seq', 'bigint'], ['invitation', 'bytea'], ['sponsor_id', 'int'], ...origin],
    key: ['seq'],
  },
  invitationUses: {
    name: 'invitation_uses',
    columns: [
      ['seq', 'bigint'],
      ['invitation', 'bytea'],
      ['member_id', 'int'],
      ['used', 'bigint'],
      ['company_today', 'bigint'],
      ...origin,
    ],
    key: ['seq'],
  },
  dailyCaps: { name: 'daily_caps', columns: [['seq', 'bigint'], ['cap', 'bigint'], ...origin], key: ['seq'] },
  plans: {
    name: 'plans',
    columns: [
      ['version', 'int'],
      ['plan_hash', 'bytea'],
      ['first_period', 'int'],
      ['cap_ppm', 'int'],
      ['instant_levels', 'bytea'],
      ['spec', 'bytea'],
      ['seq', 'bigint'],
      ...origin,
    ],
    key: ['version'],
  },
  volumeBatches: {
    name: 'volume_batches',
    columns: [
      ['seq', 'bigint'],
      ['period', 'int'],
      ['first_entry', 'bigint'],
      ['count', 'int'],
      ['batch_root', 'bytea'],
      ['running_hash', 'bytea'],
      ['sale_number', 'bigint'],
      ['sale_amount', 'numeric'],
      ...origin,
    ],
    key: ['seq'],
  },
  volumeEntries: {
    name: 'volume_entries',
    columns: [
      ['entry_index', 'bigint'],
      ['period', 'int'],
      ['kind', 'smallint'],
      ['member_id', 'int'],
      ['pv', 'bigint'],
      ['cv', 'bigint'],
      ['order_ref', 'bigint'],
      ['customer', 'bigint'],
      ['topic', 'int'],
      ['value', 'bigint'],
      ['block_number', 'bigint'],
      ['log_index', 'int'],
    ],
    key: ['entry_index'],
  },
  periods: {
    name: 'periods',
    columns: [
      ['period', 'int'],
      ['member_count', 'int'],
      ['entry_count', 'bigint'],
      ['cv', 'numeric'],
      ['budget', 'numeric'],
      ['plan_version', 'int'],
      ['running_hash', 'bytea'],
      ['input_hash', 'bytea'],
      ['instant', 'numeric'],
      ['seq', 'bigint'],
      ...origin,
    ],
    key: ['period'],
  },
  checkoutChanges: { name: 'checkout_changes', columns: [['seq', 'bigint'], ['checkout', 'bytea'], ...origin], key: ['seq'] },
  proposals: {
    name: 'proposals',
    columns: [
      ['seq', 'bigint'],
      ['period', 'int'],
      ['root', 'bytea'],
      ['total', 'numeric'],
      ['leaf_count', 'int'],
      ['plan_version', 'int'],
      ['input_hash', 'bytea'],
      ['state_root', 'bytea'],
      ['file_hash', 'bytea'],
      ['proposer', 'bytea'],
      ['review_ends_at', 'bigint'],
      ...origin,
    ],
    key: ['seq'],
  },
  rootDecisions: {
    name: 'root_decisions',
    columns: [
      ['seq', 'bigint'],
      ['period', 'int'],
      ['root', 'bytea'],
      ['decision', 'text'],
      ['total', 'numeric'],
      ['decided_by', 'bytea'],
      ['reason', 'bytea'],
      ['claim_key', 'bytea'],
      ...origin,
    ],
    key: ['seq'],
  },
  claims: {
    name: 'claims',
    columns: [
      ['seq', 'bigint'],
      ['member_id', 'int'],
      ['wallet', 'bytea'],
      ['amount', 'numeric'],
      ['cumulative', 'numeric'],
      ['skip_reason', 'bytea'],
      ['register_hash', 'bytea'],
      ...origin,
    ],
    key: ['seq'],
  },
  creditWithdrawals: {
    name: 'credit_withdrawals',
    columns: [['seq', 'bigint'], ['member_id', 'int'], ['wallet', 'bytea'], ['amount', 'numeric'], ...origin],
    key: ['seq'],
  },
  funding: {
    name: 'funding',
    columns: [['seq', 'bigint'], ['direction', 'text'], ['account', 'bytea'], ['amount', 'numeric'], ...origin],
    key: ['seq'],
  },
  checkoutSettings: {
    name: 'checkout_settings',
    columns: [['seq', 'bigint'], ['setting', 'text'], ['account', 'bytea'], ...origin],
    key: ['seq'],
  },
  checkoutOrders: {
    name: 'checkout_orders',
    columns: [
      ['seq', 'bigint'],
      ['outcome', 'text'],
      ['order_ref', 'bigint'],
      ['buyer', 'bytea'],
      ['amount', 'numeric'],
      ['reason', 'bytea'],
      ...origin,
    ],
    key: ['seq'],
  },
  rawLogs: {
    name: 'raw_logs',
    columns: [
      ['block_number', 'bigint'],
      ['log_index', 'int'],
      ['block_hash', 'bytea'],
      ['transaction_hash', 'bytea'],
      ['address', 'bytea'],
      ['topics', 'bytea'],
      ['data', 'bytea'],
    ],
    key: ['block_number', 'log_index'],
  },
} as const satisfies Record<string, Table>;

export type FactTable = keyof typeof factTables;
export const factTableNames = Object.keys(factTables) as readonly FactTable[];

export type RowSinks = Readonly<Record<FactTable, RowSink>>;

/** Rows to compare with, by table. */
export type FactRows = Record<FactTable, Row[]>;

export function emptyRows(): FactRows {
  return Object.fromEntries(factTableNames.map((name) => [name, []])) as unknown as FactRows;
}
