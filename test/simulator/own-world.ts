import { openDatabase } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { startPostgres } from '#test/support/postgres.ts';
import { createInnerWorld } from './inner-world.ts';
import type { World } from './world.ts';

/** A world in this process with a database server of its own. */
export async function ownInnerWorld(): Promise<World> {
  const server = await startPostgres();
  const urls = { database: urlOf(server.url, 'simulated'), other: urlOf(server.url, 'rebuilt') };
  const maintenance = openDatabase({ connectionString: server.url, maxConnections: 1 });
  await maintenance.pool.query('CREATE DATABASE simulated');
  await migrate(urls.database);
  await maintenance.pool.query('CREATE DATABASE rebuilt TEMPLATE simulated');
  await maintenance.close();
  const world = await createInnerWorld(urls);
  return {
    ...world,
    stop: async () => {
      await world.stop();
      await server.stop();
    },
  };
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
