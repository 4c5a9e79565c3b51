import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkArchitecture } from './architecture.ts';
import { missingOptionalPackages } from './lock-file.ts';

const created: string[] = [];

afterEach(() => {
  for (const folder of created.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project of the given files, which import what stands in their text; runtime packages: zod, viem, pg; development: react. */
async function rulesBrokenBy(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'upline-floors-'));
  created.push(root);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const imports = Object.fromEntries(
    ['kernel', 'engine', 'api', 'platform', 'chain', 'mirror', 'indexer', 'modules', 'workflows', 'http', 'bin'].map((name) => [
      `#${name}/*`,
      `./backend/${name}/*`,
    ]),
  );
  const dependencies = { zod: '1.0.0', viem: '1.0.0', pg: '1.0.0' };
  const devDependencies = { react: '1.0.0' };
  write('package.json', JSON.stringify({ name: 'sample', type: 'module', imports, dependencies, devDependencies }));
  for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies)]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' }));
    write(`node_modules/${name}/index.js`, 'export const value = 1;\n');
  }
  for (const [path, text] of Object.entries(files)) write(path, text);
  return [...new Set((await checkArchitecture(root)).map((violation) => violation.rule))].toSorted();
}

const leaf = 'export const value = 1;\n';
const imports = (from: string): string => `import { value } from '${from}';\nexport const again = value;\n`;
const importsType = (from: string): string => `import type { Value } from '${from}';\nexport type Value2 = Value;\n`;

describe('the architecture check', () => {
  it('passes a house in order', async () => {
    const files = {
      'backend/kernel/money.ts': leaf,
      'backend/engine/run.ts': imports('#kernel/money.ts'),
      'backend/platform/config.ts': "import { readFileSync } from 'node:fs';\nexport const value = readFileSync;\n",
      'backend/mirror/read/index.ts': imports('#platform/config.ts'),
      'backend/modules/identity/index.ts': imports('./service.ts'),
      'backend/modules/identity/service.ts': imports('./repository.ts'),
      'backend/modules/identity/repository.ts': imports('pg'),
      'backend/modules/genealogy/index.ts': imports('#modules/identity/index.ts'),
      'backend/workflows/join.ts': imports('#modules/genealogy/index.ts'),
      'backend/bin/api.ts': imports('#workflows/join.ts'),
      'web/features/team.ts': imports('#kernel/money.ts'),
      'web/pages/home.ts': imports('../features/team.ts'),
      'scripts/audit/replay.ts': imports('#engine/run.ts'),
    };
    expect(await rulesBrokenBy(files)).toEqual([]);
  });

  const planted: [rule: string, what: string, files: Record<string, string>][] = [
    [
      'no-cycles',
      'two files that know each other by a type only',
      {
        'backend/platform/left.ts': `${importsType('./right.ts')}export type Value = 1;\n`,
        'backend/platform/right.ts': `${importsType('./left.ts')}export type Value = 1;\n`,
      },
    ],
    [
      'floors-go-down',
      'the engine that reads the platform',
      { 'backend/engine/run.ts': imports('#platform/x.ts'), 'backend/platform/x.ts': leaf },
    ],
    [
      'floors-go-down',
      'the indexer that knows a module',
      { 'backend/indexer/sync.ts': imports('#modules/plans/index.ts'), 'backend/modules/plans/index.ts': leaf },
    ],
    [
      'floors-go-down',
      'the server that imports a script',
      { 'backend/http/app.ts': imports('../../scripts/deploy.ts'), 'scripts/deploy.ts': leaf },
    ],
    [
      'pure-floors',
      'the engine that reads files',
      { 'backend/engine/run.ts': "import { readFileSync } from 'node:fs';\nexport const value = readFileSync;\n" },
    ],
    ['pure-floors', 'the kernel that uses a package', { 'backend/kernel/money.ts': imports('zod') }],
    ['pure-floors', 'the engine that uses viem', { 'backend/engine/run.ts': imports('viem') }],
    [
      'module-order',
      'a module that opens a door which is not drawn',
      { 'backend/modules/identity/index.ts': imports('#modules/plans/index.ts'), 'backend/modules/plans/index.ts': leaf },
    ],
    ['module-order', 'a module that nobody drew', { 'backend/modules/astrology/index.ts': leaf }],
    [
      'module-door',
      'a module that climbs in through the window of another',
      {
        'backend/modules/genealogy/index.ts': imports('#modules/identity/service.ts'),
        'backend/modules/identity/service.ts': leaf,
      },
    ],
    [
      'module-door',
      'a workflow that goes past the door',
      { 'backend/workflows/join.ts': imports('#modules/identity/service.ts'), 'backend/modules/identity/service.ts': leaf },
    ],
    [
      'repository-is-private',
      'HTTP that uses a repository',
      { 'backend/http/app.ts': imports('#modules/identity/repository.ts'), 'backend/modules/identity/repository.ts': leaf },
    ],
    ['prisma-only-in-repository', 'a service with SQL', { 'backend/modules/identity/service.ts': imports('pg') }],
    ['prisma-only-in-repository', 'HTTP with SQL', { 'backend/http/app.ts': imports('pg') }],
    ['modules-read-the-mirror', 'a module that asks the chain', { 'backend/modules/orders/service.ts': imports('viem') }],
    [
      'chain-writes-in-workflows',
      'HTTP that sends a transaction',
      { 'backend/http/app.ts': imports('#chain/sender.ts'), 'backend/chain/sender.ts': leaf },
    ],
    [
      'web-sees-little',
      'a page that imports the platform',
      { 'web/pages/home.ts': imports('#platform/x.ts'), 'backend/platform/x.ts': leaf },
    ],
    [
      'web-order',
      'a widget that knows a feature',
      { 'web/ui/table.ts': imports('../features/team.ts'), 'web/features/team.ts': leaf },
    ],
    [
      'nobody-imports-bin',
      'a script that imports a process',
      { 'scripts/start.ts': imports('#bin/api.ts'), 'backend/bin/api.ts': leaf },
    ],
    [
      'audit-trusts-nobody',
      'an auditor who reads the mirror',
      { 'scripts/audit/a.ts': imports('#mirror/read.ts'), 'backend/mirror/read.ts': leaf },
    ],
    ['no-dev-dependencies', 'a server that needs React', { 'backend/http/app.ts': imports('react') }],
    ['nothing-unresolved', 'an import of nothing', { 'backend/http/app.ts': imports('./nothing.ts') }],
    ['module-vocabulary', 'a module with a file of its own invention', { 'backend/modules/identity/logic.ts': leaf }],
    ['short-files', 'a file of 401 lines', { 'backend/platform/long.ts': 'export {};\n'.repeat(401) }],
    [
      'paths-of-files',
      'a path that breaks in a folder with a space',
      { 'backend/platform/here.ts': ['export const here = new URL(".", import.meta.url)', 'pathname;\n'].join('.') },
    ],
    ['telling-names', 'a drawer for everything', { 'backend/platform/string-utils.ts': leaf }],
  ];

  it.each(planted)('%s: catches %s', async (rule, _what, files) => {
    expect(await rulesBrokenBy(files)).toContain(rule);
  });
});

describe('the lock file check', () => {
  it('names an optional package for another machine that the file lacks', () => {
    const optionalDependencies = { '@tool/linux-x64-musl': '1.2.3', '@tool/darwin-arm64': '1.2.3' };
    const lock = {
      packages: { 'node_modules/tool': { optionalDependencies }, 'node_modules/@tool/darwin-arm64': { version: '1.2.3' } },
    };
    expect([...missingOptionalPackages(lock)]).toEqual([
      ['node_modules/@tool/linux-x64-musl', { version: '1.2.3', cpu: ['x64'], libc: ['musl'], optional: true, os: ['linux'] }],
    ]);
  });
});
