import { runBounded } from '#platform/bounded.ts';

runBounded();
const [{ startFollowing }, { runProcess }] = await Promise.all([import('./parts.ts'), import('./process.ts')]);
await runProcess('indexer', async (foundations) => [await startFollowing(foundations)]);
