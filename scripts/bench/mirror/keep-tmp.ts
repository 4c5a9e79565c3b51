import { writeFile } from 'node:fs/promises';
import { mkdtemp, chmod } from 'node:fs/promises';
import { openHome } from '#scripts/start/home.ts';
import { startPostgres } from '#scripts/start/postgres.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { makeEventsChain } from './events-chain.ts';
const folder = await mkdtemp('/tmp/upline-keep-');
await chmod(folder, 0o755);
const { url } = await startPostgres(openHome(folder), () => undefined, 0, [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=1GB',
  'max_wal_size=8GB',
  'jit=off',
]);
await migrate(url);
const t = performance.now();
const chain = await makeEventsChain(Number(process.argv[2]));
await writeFile('/tmp/keep.json', JSON.stringify(chain.deployment));
await writeFile('/tmp/keep.env', `DB='${url}'\nRPC='${chain.anvil.url}'\n`);
console.log('made in', (performance.now() - t) / 1000);
setTimeout(() => process.exit(0), 1_500_000);
