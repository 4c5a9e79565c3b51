import { z } from 'zod';
import { UplineError } from '#kernel/errors/index.ts';

const url = z.url();
const privateKey = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hexadecimal digits');
const flag = z.enum(['0', '1', 'true', 'false', '']).transform((text) => text === '1' || text === 'true');
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  DATABASE_URL: z.string().min(1, 'must be a PostgreSQL address'),
  DATABASE_REPLICA_URLS: list.default([]),
  DATABASE_REPLICA_FRESH_MS: z.coerce.number().int().positive().default(2000),
  RPC_URLS: list.pipe(z.array(url).min(1, 'must name at least one node')),
  CHAIN_ID: z.coerce.number().int().positive(),
  DEPLOYMENT_FILE: z.string().min(1),
  PUBLIC_URL: url,
  HOST: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  FILES_DIR: z.string().min(1),
  WEB_DIR: z.string().min(1).optional(),
  DEMO: flag.default(false),
  FINALITY_DEPTH: z.coerce.number().int().min(0).default(12),
  SESSION_HOURS: z.coerce.number().positive().default(12),
  RELAYER_KEY: privateKey.optional(),
  RECORDER_KEY: privateKey.optional(),
  SETTLER_KEY: privateKey.optional(),
  QUOTER_KEY: privateKey.optional(),
  DAILY_JOINS: z.coerce.number().int().min(0).default(2000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  BROWSER_RPC_URL: url.optional(),
  CHROMIUM_PATH: z.string().min(1).optional(),
  INDEXER_POLL_MS: z.coerce.number().int().positive().default(250),
});

export interface Config {
  readonly environment: 'production' | 'development' | 'test';
  readonly databaseUrl: string;
  /** Streaming replicas of it that reports may be read from. */
  readonly replicaUrls: readonly string[];
  /** How far behind the primary a report may be. */
  readonly replicaFreshMs: number;
  readonly rpcUrls: readonly string[];
  readonly chainId: number;
  readonly deploymentFile: string;
  readonly publicUrl: string;
  /** Address to listen on; undefined: every address of the machine. */
  readonly host: string | undefined;
  readonly port: number;
  readonly filesDir: string;
  readonly webDir: string | undefined;
  readonly demo: boolean;
  /** Blocks behind the head after which a block counts as unchangeable, for chains that do not say it themselves. */
  readonly finalityDepth: number;
  readonly sessionHours: number;
  /** Keys that the server signs with. A process without a key cannot send what that key sends. */
  readonly keys: { readonly relayer: Key | undefined; readonly recorder: Key | undefined; readonly settler: Key | undefined };
  /** Signs the prices of orders that are paid on the chain; sends nothing. Without it orders are paid in other ways only. */
  readonly quoterKey: Key | undefined;
  /** Joins in a day whose fee the company pays. */
  readonly dailyJoins: number;
  readonly logLevel: string;
  readonly browserRpcUrl: string | undefined;
  readonly chromiumPath: string | undefined;
  readonly indexerPollMs: number;
}

type Key = `0x${string}`;

/**
 * The settings of this process. Nothing else reads the environment.
 * @throws UplineError CONFIG.INVALID, CONFIG.UNSAFE_IN_PRODUCTION naming the variable
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = schema.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UplineError('CONFIG.INVALID', {
      variable: String(issue?.path[0] ?? '?'),
      reason: issue?.code === 'invalid_type' && issue.input === undefined ? 'it is not set' : (issue?.message ?? 'unreadable'),
    });
  }
  const value = parsed.data;
  if (value.NODE_ENV === 'production') refuseUnsafe(value);
  return {
    environment: value.NODE_ENV,
    databaseUrl: value.DATABASE_URL,
    replicaUrls: value.DATABASE_REPLICA_URLS,
    replicaFreshMs: value.DATABASE_REPLICA_FRESH_MS,
    rpcUrls: value.RPC_URLS,
    chainId: value.CHAIN_ID,
    deploymentFile: value.DEPLOYMENT_FILE,
    publicUrl: value.PUBLIC_URL.replace(/\/+$/, ''),
    // The keys of demo people are public, so a demo answers this machine only, unless it is told otherwise.
    host: value.HOST ?? (value.DEMO ? '127.0.0.1' : undefined),
    port: value.PORT,
    filesDir: value.FILES_DIR,
    webDir: value.WEB_DIR,
    demo: value.DEMO,
    finalityDepth: value.FINALITY_DEPTH,
    sessionHours: value.SESSION_HOURS,
    keys: { relayer: key(value.RELAYER_KEY), recorder: key(value.RECORDER_KEY), settler: key(value.SETTLER_KEY) },
    quoterKey: key(value.QUOTER_KEY),
    dailyJoins: value.DAILY_JOINS,
    logLevel: value.LOG_LEVEL,
    browserRpcUrl: value.BROWSER_RPC_URL,
    chromiumPath: value.CHROMIUM_PATH,
    indexerPollMs: value.INDEXER_POLL_MS,
  };
}

function refuseUnsafe(value: z.output<typeof schema>): void {
  const refuse = (variable: string, reason: string): never => {
    throw new UplineError('CONFIG.UNSAFE_IN_PRODUCTION', { variable, reason });
  };
  if (value.DEMO) refuse('DEMO', 'demo people and their keys are public');
  if (!value.PUBLIC_URL.startsWith('https://')) refuse('PUBLIC_URL', 'it must begin with https://');
  if (value.CHAIN_ID === 31_337) refuse('CHAIN_ID', '31337 is the local trial chain');
  for (const name of ['RELAYER_KEY', 'RECORDER_KEY', 'SETTLER_KEY', 'QUOTER_KEY'] as const) {
    const given = value[name]?.toLowerCase();
    if (given !== undefined && publicKeys.has(given)) refuse(name, 'this key is public, everybody can sign with it');
  }
}

/** Private keys of the accounts that every local chain hands out (mnemonic "test … junk", 0 to 9). */
const publicKeys: ReadonlySet<string> = new Set([
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
  '0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba',
  '0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e',
  '0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356',
  '0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97',
  '0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6',
]);

const key = (text: string | undefined): Key | undefined => (text === undefined ? undefined : (text as Key));

/** `NAME=` in an environment file means "not set". */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value !== undefined && value.trim() !== '') kept[name] = value;
  return kept;
}
