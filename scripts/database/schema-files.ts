import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const prismaFolder = new URL('../../backend/prisma/', import.meta.url);

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
export const schemaFolder = fileURLToPath(new URL('schema/', prismaFolder));
export const sqlFolder = fileURLToPath(new URL('sql/', prismaFolder));
export const migrationsFolder = fileURLToPath(new URL('migrations/', prismaFolder));

/** The files of the Prisma schema, one a module, in the order of their names. */
export function readSchemaFiles(): { path: string; content: string }[] {
  return readFolder(schemaFolder, '.prisma');
}

/** Hand-written SQL for what Prisma cannot say, in the order of the names. */
export function readSqlFiles(): { path: string; content: string }[] {
  return readFolder(sqlFolder, '.sql');
}

export interface Migration {
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the script, as Prisma keeps it in `_prisma_migrations`. */
  readonly checksum: string;
}

/** Every migration in the order in which they are applied. */
export function readMigrations(): Migration[] {
  if (!existsSync(migrationsFolder)) return [];
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map((item) => item.name)
    .toSorted()
    .map((name) => {
      const script = readFileSync(`${migrationsFolder}${name}/migration.sql`, 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
}

function readFolder(folder: string, suffix: string): { path: string; content: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .toSorted()
    .map((name) => ({ path: name, content: readFileSync(folder + name, 'utf8') }));
}
