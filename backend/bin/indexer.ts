import { keepCompiled, runBounded } from '#platform/bounded.ts';

runBounded();
keepCompiled();
const [{ startFollowing }, { runProcess }] = await Promise.all([import('./parts.ts'), import('./process.ts')]);
await runProcess('indexer', async (foundations) => [await startFollowing(foundations)]);
