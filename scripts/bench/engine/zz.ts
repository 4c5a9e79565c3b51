import { calculatePeriod } from '#engine/index.ts';
import { best } from '../spent.ts';
import { hybridPlan } from './hybrid-plan.ts';
import { firstPeriod, places, levelPlan } from './world.ts';
const n = Number(process.argv[2]),
  o = Number(process.argv[3]);
const which = process.argv[4] === 'level' ? levelPlan : hybridPlan;
const input = { ...firstPeriod(n, o, which), placement: places(n) };
console.log(
  'ms',
  best(Number(process.argv[5] ?? 12), () => calculatePeriod(input)),
  process.resourceUsage().maxRSS / 1024,
);
const r = calculatePeriod(input);
console.log(r.scale, r.totalsByBonus, r.linesByBonus, r.netCv, new Set(r.rank), r.earnings.length);
