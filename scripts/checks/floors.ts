/**
 * The house as data: which part may know which. The rules of architecture.ts are derived from these tables and from nothing else.
 * A new arrow is a decision: write a record in docs/decisions and add it here.
 */

/** A part of the backend. An import goes to a floor with a lower level, or stays inside its own. */
export interface Floor {
  readonly name: string;
  readonly level: number;
  /** npm packages it may use; undefined: any runtime dependency. */
  readonly packages?: readonly string[];
  /** Runs in a browser too, so it may not use Node's own modules. */
  readonly isomorphic?: true;
}

export const floors: readonly Floor[] = [
  { name: 'kernel', level: 0, packages: [], isomorphic: true },
  { name: 'engine', level: 1, packages: ['zod', '@noble/hashes', 'hash-wasm', 'canonicalize', 'yaml'], isomorphic: true },
  { name: 'api', level: 1, packages: ['zod', 'zod-openapi'], isomorphic: true },
  { name: 'platform', level: 1 },
  { name: 'chain', level: 2 },
  { name: 'mirror', level: 3 },
  { name: 'indexer', level: 4 },
  { name: 'modules', level: 4 },
  { name: 'workflows', level: 5 },
  { name: 'http', level: 6 },
  { name: 'bot', level: 6 },
  { name: 'jobs', level: 6 },
  { name: 'bin', level: 7 },
];

/** Module → the modules whose doors it may open. Everything else travels by outbox event or by a workflow. */
export const moduleOrder: Readonly<Record<string, readonly string[]>> = {
  identity: [],
  catalog: [],
  plans: [],
  documents: [],
  notifications: [],
  genealogy: ['identity'],
  warehouse: ['catalog'],
  orders: ['catalog', 'warehouse', 'genealogy'],
  commissions: ['plans', 'genealogy', 'orders'],
  settlement: ['commissions'],
  finance: ['settlement', 'orders'],
  academy: ['genealogy'],
  crm: ['genealogy', 'identity'],
  kpi: ['genealogy', 'orders', 'academy', 'commissions'],
  mentoring: ['genealogy', 'academy', 'kpi'],
  production: ['catalog', 'warehouse'],
  goals: ['kpi'],
};

/** The only files (or folders of the same name) that a module consists of; tests stand beside the file they test. */
export const moduleVocabulary = [
  'index',
  'service',
  'rules',
  'repository',
  'policy',
  'events',
  'errors',
  'jobs',
  'types',
] as const;

/** What the cabinet may see of the backend, as regular expressions on paths. */
export const webSees = [
  '^backend/kernel/',
  '^backend/engine/',
  '^backend/api/',
  '^backend/chain/generated/(abi|typed-data)\\.ts$',
] as const;

/** Inside the cabinet: an import goes to an earlier name of this list or stays inside its own. */
export const webOrder = ['ui', 'features', 'pages', 'app'] as const;

/** What the auditor's command may see of the backend: nothing that the company could have written to. */
export const auditSees = [
  '^backend/kernel/',
  '^backend/engine/',
  '^backend/chain/(generated/abi|deployment|client)\\.ts$',
] as const;

/** Names that say nothing about what is inside. */
export const emptyNames = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'misc', 'shared'] as const;

export const longestFile = 400;
