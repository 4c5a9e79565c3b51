import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  calculatePeriod,
  canonicalPlan,
  entryKindNumber,
  inputHash,
  parsePlan,
  planHash,
  type VolumeEntry,
} from '#engine/index.ts';
import { hexToBytes } from '#kernel/hex.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { rollBackTo } from '#mirror/write/batch.ts';
import { createCommissions } from '#modules/commissions/index.ts';
import { createPlans } from '#modules/plans/index.ts';
import { systemClock } from '#platform/clock.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { writeCheckpoint } from './facts.ts';

const { database, drop } = await createTestDatabase();
const { pool } = database;
afterAll(drop);

const domain = { chainId: 31337, vault: `0x${'a1'.repeat(20)}`, token: `0x${'b2'.repeat(20)}` } as const;
const name = { en: 'x', ru: 'x' };
/** Ranks, bonuses on orders in the placement tree and of new customers, one on the whole period, and one that reads others after a cap. */
const plan = parsePlan({
  format: 'upline.plan/1',
  name,
  currency: { code: 'dUSD', minorDigits: 6 },
  pointDigits: 2,
  activity: { active: { ppvAtLeast: '10000' } },
  ranks: {
    advance: 'direct',
    steps: [{ id: 'lead', name, requires: { meets: 'active', legs: [{ count: 2, ovAtLeast: '5000' }] } }],
  },
  bonuses: [
    {
      id: 'team',
      kind: 'level',
      name,
      tree: 'placement',
      base: 'cv',
      payTo: 'active',
      compression: 'dynamic',
      customerSaleLevelOne: 'seller',
      levels: [{ ratePpm: 100_000 }, { ratePpm: 50_000, rankAtLeast: 'lead' }],
      rounding: 'halfUp',
    },
    { id: 'newcomers', kind: 'retail', name, base: 'cv', payTo: 'active', ratePpm: 20_000, customers: 'new', rounding: 'down' },
    {
      id: 'steps',
      kind: 'differential',
      name,
      tree: 'sponsor',
      base: 'cv',
      payTo: 'active',
      bracketBy: 'ov',
      brackets: [
        { from: '10000', ratePpm: 50_000 },
        { from: '40000', ratePpm: 90_000 },
      ],
      ineligible: 'rollsUp',
      rounding: 'down',
    },
    {
      id: 'match',
      kind: 'matching',
      name,
      tree: 'sponsor',
      of: ['team', 'steps'],
      matched: 'afterCaps',
      payTo: 'active',
      compression: 'standard',
      levels: [{ ratePpm: 100_000 }],
      rounding: 'down',
    },
  ],
  caps: [{ id: 'most', name, of: ['team', 'steps'], per: 'member', most: { amount: '50000000' } }],
  cap: { ratePpm: 150_000, onExcess: 'scaleDown' },
  refunds: { policy: 'reverseLines', debt: 'carry' },
});
const hashOfPlan = planHash(plan);

type OrderEntry = Extract<VolumeEntry, { orderRef: number }>;

/** What one block brings. */
interface Block {
  readonly sponsors: readonly number[];
  readonly entries: readonly OrderEntry[];
  readonly closes: boolean;
}

const membersOf = (blocks: readonly Block[]): number => blocks.reduce((sum, { sponsors }) => sum + sponsors.length, 0);
const entriesOf = (blocks: readonly Block[]): OrderEntry[] => blocks.flatMap(({ entries }) => entries);
const periodOf = (blocks: readonly Block[]): number => blocks.filter(({ closes }) => closes).length + 1;

async function write(blocks: readonly Block[], block: Block): Promise<void> {
  const number = blocks.length + 1;
  const [members, entries, period] = [membersOf(blocks), entriesOf(blocks).length, periodOf(blocks)];
  await pool.query(
    `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
     SELECT $2::int + i, s, ($2::int + i) / 2, ($2::int + i) % 2, 0, $2::int + i, $3, i, now(), $4::bytea FROM unnest($1::int[]) WITH ORDINALITY AS t(s, i)`,
    [block.sponsors, members, number, randomBytes(32)],
  );
  await pool.query(`SELECT mirror.ensure_partition('mirror.volume_entries', $1::int)`, [period]);
  for (const [index, entry] of block.entries.entries()) {
    await pool.query(
      `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, customer, block_number, log_index)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)`,
      [
        entries + index,
        period,
        entryKindNumber(entry.kind),
        entry.memberId,
        entry.pv,
        entry.cv,
        entry.orderRef,
        'customer' in entry ? entry.customer : null,
        number,
      ],
    );
  }
  const runningHash = randomBytes(32);
  await pool.query(
    `INSERT INTO mirror.volume_batches (seq, period, first_entry, count, batch_root, running_hash, block_number, log_index, block_time, transaction_hash)
     VALUES ($1, $2, $3, $4, '\\x00', $5, $1, 0, now(), '\\x00')`,
    [number, period, entries, block.entries.length, runningHash],
  );
  if (block.closes) {
    const memberCount = members + block.sponsors.length;
    const entryCount = entries + block.entries.length;
    const hash = inputHash({
      period,
      memberCount,
      entryCount,
      runningHash: `0x${runningHash.toString('hex')}`,
      planHash: hashOfPlan,
    });
    await pool.query(
      `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
       VALUES ($1, $2, $3, 0, $4, 0, 1, $5, $6, $1 + 1, $7, 9, now(), '\\x00')`,
      [period, memberCount, entryCount, 10n ** 9n * BigInt(period), runningHash, Buffer.from(hexToBytes(hash)), number],
    );
  }
  await pool.query(
    `INSERT INTO mirror.contract_seqs (contract, block_number, seq) SELECT c, $1, $1 FROM unnest(ARRAY['genealogy', 'volumeLedger']) AS c`,
    [number],
  );
  await writeCheckpoint(pool, number, 0);
}

async function begin(): Promise<void> {
  await pool.query(
    'TRUNCATE mirror.members, mirror.volume_entries, mirror.volume_batches, mirror.periods, mirror.plans, mirror.checkpoints, mirror.contract_seqs',
  );
  await pool.query(
    `INSERT INTO mirror.plans (version, plan_hash, first_period, cap_ppm, instant_levels, spec, seq, block_number, log_index, block_time, transaction_hash)
     VALUES (1, $1, 1, $2, '\\x', $3, 1, 0, 0, now(), '\\x00')`,
    [Buffer.from(hexToBytes(hashOfPlan)), plan.cap.ratePpm, Buffer.from(canonicalPlan(plan))],
  );
  await pool.query(
    `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
     VALUES (0, 1, 0, 0, 0, 0, 0, '\\x00', '\\x00', 1, 0, 0, now(), '\\x00')`,
  );
}

/** As a process that has just started sees it. */
function opened() {
  const mirror = createMirrorReader(database);
  const genealogy = { namesOf: async () => new Map<number, string>(), refuseUnknown: async () => undefined };
  const orders = { orderIdsByRef: async () => new Map<number, string>() };
  return createCommissions({
    database,
    clock: systemClock,
    mirror,
    plans: createPlans({ mirror }),
    genealogy,
    orders,
    domain,
    placementWidth: 2,
  });
}

const place = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const step = fc.record({
  joins: fc.array(place, { maxLength: 3 }),
  orders: fc.array(
    fc.record({
      place,
      what: fc.constantFrom('own', 'own', 'customer', 'refund'),
      pv: fc.constantFrom(0, 5_000, 10_000, 20_000),
      cv: fc.nat(1_000_000_000),
    }),
    { maxLength: 3 },
  ),
  closes: fc.nat(7).map((roll) => roll === 0),
  takesBack: fc.constantFrom(0, 0, 0, 0, 1, 2),
});

test('the estimate of the open period is the full run over what the mirror says now, whatever was recorded or taken back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await begin();
      const following = opened();
      const blocks: Block[] = [];
      for (const { joins, orders, closes, takesBack } of steps) {
        const known = membersOf(blocks);
        const first = blocks.length === 0 ? [0, 1] : [];
        const sponsors = [...first, ...joins.map((at, index) => 1 + Math.floor(at * (known + first.length + index)))];
        const members = known + sponsors.length;
        const earlier = entriesOf(blocks);
        const entries = orders.map(({ place: at, what, pv, cv }, index): OrderEntry => {
          const memberId = 1 + Math.floor(at * members);
          const fresh = { memberId, pv: BigInt(pv), cv: BigInt(cv), orderRef: earlier.length + index + 1 };
          const order = earlier[Math.floor(at * earlier.length)];
          if (what === 'refund' && order !== undefined) {
            return {
              ...order,
              kind: order.kind === 'customerSale' ? 'customerRefund' : 'ownRefund',
              cv: order.cv / 2n,
              pv: order.pv / 2n,
            } as OrderEntry;
          }
          return what === 'customer' ? { ...fresh, kind: 'customerSale', customer: index } : { ...fresh, kind: 'ownPurchase' };
        });
        const block = { sponsors, entries, closes };
        await write(blocks, block);
        blocks.push(block);
        // What goes must have been seen, or there is nothing to forget.
        await following.openOutcome();
        if (takesBack > 0 && blocks.length > takesBack) {
          const tip = { block: blocks.length, hash: '0x00' } as const;
          blocks.splice(-takesBack);
          await rollBackTo(database, tip, { number: blocks.length, hash: '0x00', parentHash: '0x00', time: 0 }, () => undefined);
        }
        const seen = await following.openOutcome();
        const fresh = await opened().openOutcome();
        expect([...(seen?.input.entries ?? [])]).toEqual(entriesOf(blocks.slice(blocks.findLastIndex((one) => one.closes) + 1)));
        expect({ ...seen?.input, memories: 0 }).toEqual({ ...fresh?.input, memories: 0 });
        if (seen === undefined) throw new Error('no estimate');
        const places = Array.from({ length: membersOf(blocks) + 1 }, (_, member) => Math.floor(member / 2));
        expect(seen.input.placement?.parentOf).toEqual(Uint32Array.from(places));
        const { touchedOrders: _seen, ...said } = seen.result;
        const { touchedOrders: _full, ...full } = calculatePeriod(seen.input);
        expect(said).toEqual(full);
        expect(seen.asOf.block).toBe(blocks.length);
      }
    }),
    { numRuns: 12 },
  );
}, 240_000);
