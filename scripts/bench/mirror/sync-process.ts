/** Starts a reading of the chain as the product starts its indexer. */
import { keepCompiled } from '#platform/bounded.ts';

keepCompiled();
await import('./sync-run.ts');
