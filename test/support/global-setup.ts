import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#scripts/database/migrate.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
  }
}

/**
 * One server for the whole run (TEST_DATABASE_URL or our own) with one migrated database, from which each test file takes a copy.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given === undefined || given === '' ? await startPostgres() : { url: given, stop: async () => undefined };
  const templateDatabase = `upline_template_${process.pid}`;
  try {
    await run(server.url, `CREATE DATABASE ${templateDatabase}`);
    const template = new URL(server.url);
    template.pathname = `/${templateDatabase}`;
    await migrate(template.href);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.url);
  project.provide('templateDatabase', templateDatabase);
  return async () => {
    if (given !== undefined && given !== '') await run(server.url, `DROP DATABASE IF EXISTS ${templateDatabase} WITH (FORCE)`);
    await server.stop();
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
