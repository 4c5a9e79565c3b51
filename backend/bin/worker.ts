import { startWorking } from './parts.ts';
import { runProcess } from './process.ts';
import { createServices } from './wiring.ts';

await runProcess('worker', async (foundations) => [startWorking(foundations, createServices(foundations))]);
