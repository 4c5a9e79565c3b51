import { startFollowing } from './parts.ts';
import { runProcess } from './process.ts';

await runProcess('indexer', async (foundations) => [await startFollowing(foundations)]);
