import { calculatePeriod } from '#engine/index.ts';
import { firstPeriod } from './world.ts';
const n = Number(process.argv[2]);
let t = performance.now();
const input = firstPeriod(n, n);
console.log('built', ((performance.now() - t) / 1000).toFixed(1));
for (let i = 0; i < 2; i++) {
  t = performance.now();
  const c = process.threadCpuUsage();
  calculatePeriod(input);
  const d = process.threadCpuUsage(c);
  console.log('run', ((performance.now() - t) / 1000).toFixed(1), 'cpu', (d.user + d.system) / 1e6);
}
console.log('rss', process.resourceUsage().maxRSS / 1024);
