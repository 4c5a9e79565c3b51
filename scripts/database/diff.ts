import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type ErrorCapturingSqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { type DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';
import { offlineAdapter } from './offline-adapter.ts';
import { migrationsFolder, readMigrations, readSchemaFiles, readSqlFiles } from './schema-files.ts';

/** The only migration while the product is being built; the first release freezes it. */
export const firstMigration = '0001_spine';

/**
 * Writes SQL for the difference between the migrations and the schema files.
 *  `--squash`       remakes the first and only migration from the whole schema (needs no database)
 *  `--check`        the same, but compares with what is committed and fails on a difference
 *  `--name <name>`  writes the next migration; needs DATABASE_URL with the right to create a shadow database
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { squash: { type: 'boolean' }, check: { type: 'boolean' }, name: { type: 'string' } },
  });
  if (values.name) return writeNext(values.name);
  if (!values.squash && !values.check) throw new Error('Say --squash, --check or --name <name>.');
  const script = await squashedScript();
  const file = `${migrationsFolder}${firstMigration}/migration.sql`;
  if (values.check) {
    if (!existsSync(file) || readFileSync(file, 'utf8') !== script) {
      throw new Error('The migration does not match the schema. Run: node scripts/database/diff.ts --squash');
    }
    return;
  }
  if (readMigrations().some((migration) => migration.name !== firstMigration)) {
    throw new Error('There are later migrations already; squashing would lose them. Use --name.');
  }
  write(firstMigration, script);
}

/** The whole schema as one script, hand-written SQL behind it. */
export async function squashedScript(): Promise<string> {
  const engine = await openEngine(offlineAdapter());
  const generated = await diff(engine, { tag: 'empty' });
  return [generated, ...readSqlFiles().map(withMarker)].join('\n');
}

async function writeNext(name: string): Promise<void> {
  const connectionString = process.env['DATABASE_URL'];
  if (!connectionString) throw new Error('Set DATABASE_URL to a server where a shadow database may be created.');
  const known = readMigrations();
  const engine = await openEngine(bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString })));
  const generated = await diff(engine, {
    tag: 'migrations',
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: known.map((migration) => ({
      path: migration.name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: migration.script } },
    })),
  });
  const fresh = readSqlFiles().filter((file) => !known.some((migration) => migration.script.includes(marker(file.path))));
  const number = String(known.length + 1).padStart(4, '0');
  write(`${number}_${name}`, [generated, ...fresh.map(withMarker)].join('\n'));
}

async function openEngine(adapter: ErrorCapturingSqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  const datamodels = readSchemaFiles().map((file): [string, string] => [file.path, file.content]);
  return SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

async function diff(engine: SchemaEngine, from: DiffTarget): Promise<string> {
  const result = await engine.diff({
    from,
    to: { tag: 'schemaDatamodel', files: readSchemaFiles() },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? '';
}

const marker = (path: string): string => `-- From backend/prisma/sql/${path}`;
const withMarker = (file: { path: string; content: string }): string => `${marker(file.path)}\n${file.content}`;

function write(name: string, script: string): void {
  rmSync(migrationsFolder + name, { recursive: true, force: true });
  mkdirSync(migrationsFolder + name, { recursive: true });
  writeFileSync(`${migrationsFolder}${name}/migration.sql`, script);
  writeFileSync(`${migrationsFolder}migration_lock.toml`, 'provider = "postgresql"\n');
  console.log(`backend/prisma/migrations/${name}/migration.sql, ${script.split('\n').length} lines`);
}

if (import.meta.main) await main();
