import { buildPayoutFile, replay } from '../index.ts';
import { chainOf, planOf, purchase, refund, sale } from './world.ts';

/** Prints the hash of one fixed payout file: run in other time zones and languages, it must print the same. */
const plans = new Map([[1, planOf({ bonus: { compression: 'dynamic', rounding: 'halfEven' } })]]);
const sponsors = [0, ...Array.from({ length: 300 }, (_, index) => 1 + ((index * 7919) % (index + 1)))];
const first = sponsors
  .slice(1)
  .map((_, index) => (index % 3 === 0 ? sale : purchase)(index + 2, index + 1, 1_234_567 * (index + 1), 9_990 + index));
const second = first
  .slice(0, 50)
  .map((entry, index) => (index % 3 === 0 ? sale(index + 2, 1_000 + index, 5_000_000) : refund(index + 2, index + 1, 1_000, 5)));
for (const { result } of replay(chainOf(sponsors, [{ entries: first }, { entries: second }], plans), plans)) {
  if (result.period === 2) process.stdout.write(`${buildPayoutFile(result).fileHash}\n`);
}
