import { demoPeople, startServing } from './parts.ts';
import { runProcess } from './process.ts';
import { createServices } from './wiring.ts';

await runProcess('api', async (foundations) => {
  const complete = { ...foundations, demoPeople: demoPeople(foundations.config) };
  return [await startServing(complete, createServices(complete))];
});
