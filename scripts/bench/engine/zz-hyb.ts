import { calculatePeriod } from '#engine/index.ts';
import { hybridPeriod } from './hybrid.ts';
const input = hybridPeriod(1_000_000, 3_000_000);
const c = process.threadCpuUsage();
const t = performance.now();
calculatePeriod(input);
const d = process.threadCpuUsage(c);
console.log(
  'run',
  ((performance.now() - t) / 1000).toFixed(1),
  'cpu',
  (d.user + d.system) / 1e6,
  'rss',
  process.resourceUsage().maxRSS / 1024,
);
