import { demoPeople, startFollowing, startServing, startWorking } from './parts.ts';
import { runProcess } from './process.ts';
import { createServices } from './wiring.ts';

/** Indexer, worker, API and web in one process: what a single machine needs. */
await runProcess('upline', async (foundations) => {
  const complete = { ...foundations, demoPeople: demoPeople(foundations.config) };
  const services = createServices(complete);
  // HTTP first: while the mirror catches up, /ready can say so.
  return [await startServing(complete, services), await startFollowing(complete), startWorking(complete, services)];
});
