import { afterAll, beforeAll, expect, it } from 'vitest';
import request from 'supertest';
import { z } from 'zod';
import { routes } from '#api/index.ts';
import { syncOnce } from '#indexer/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { createGenealogy } from '#modules/genealogy/index.ts';
import { silentLogger } from '#platform/logger.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { importMembers } from '#test/support/story.ts';
import { api, type Door, openDoor, signIn, walletOf } from './door.ts';

let chain: TestChain;
let door: Door;
let cookie: string;
const options = () => ({
  database: door.database,
  deployment: chain.deployment,
  client: chain.client,
  finalityDepth: 3,
  logger: silentLogger(),
});

beforeAll(async () => {
  chain = await deployTestChain();
  await importMembers(chain, [1, 1, 2, 2, 3, 4, 4, 7]);
  for (let sponsor = 2; sponsor < 32; sponsor += 1) await importMembers(chain, [sponsor, sponsor, 1]);
  door = await openDoor({
    behind: (_calls, { database, clock, identity }) => ({
      genealogy: createGenealogy({ database, clock, identity, mirror: createMirrorReader(database) }),
    }),
  });
  await door.identity.grantRole({ wallet: walletOf(50).address, role: 'auditor', by: 'test' });
  cookie = await signIn(door, walletOf(50));
});
afterAll(async () => {
  await door.close();
  await chain.stop();
});

const paths = [
  '/members',
  '/members/2',
  '/members/2/frontline',
  '/members/2/downline',
  '/members/2/legs',
  '/members/2/tree',
  '/members/9/upline',
];

it('I21: whatever is asked while the mirror catches up says of which block it is, and holds all that there was by then', async () => {
  const head = Number(await chain.client.any.getBlockNumber({ cacheTime: 0 }));
  const mirror = createMirrorReader(door.database);
  const position = async (): Promise<number> => (await mirror.checkpoint())?.confirmed.block ?? 0;
  // Far enough for everybody who is asked about to be there.
  const first = head - 28;
  await syncOnce({ ...options(), until: first });
  const state = { caughtUp: false };
  const writing = (async () => {
    for (let until = first + 1; until <= head; until += 1) await syncOnce({ ...options(), until });
    state.caughtUp = true;
  })();
  const asked = { answers: 0, dated: 0, late: 0 };
  const membersAt = async (block: number): Promise<number> => {
    const { rows } = await door.database.pool.query<{ count: bigint }>(
      'SELECT count(*) AS count FROM mirror.members WHERE block_number <= $1',
      [block],
    );
    return Number(rows[0]?.count);
  };
  const ask = async (path: string): Promise<void> => {
    const before = await position();
    const response = await request(door.app).get(api(path)).set('Cookie', cookie);
    const after = await position();
    expect(response.status, `${path} ${response.text}`).toBe(200);
    const { asOf, total } = response.body as { asOf?: { block: number; time: string }; total?: number };
    asked.answers += 1;
    if (asOf === undefined) return;
    asked.dated += 1;
    expect(asOf.block, path).toBeGreaterThanOrEqual(before);
    expect(asOf.block, path).toBeLessThanOrEqual(after);
    if (asOf.block < head) asked.late += 1;
    if (path !== '/members') return;
    expect(total, `members at block ${asOf.block}`).toBeGreaterThanOrEqual(await membersAt(asOf.block));
    expect(total).toBeLessThanOrEqual(await membersAt(after));
  };
  while (!state.caughtUp) for (const path of paths) await ask(path);
  await writing;
  for (const path of paths) await ask(path);
  expect(asked.dated).toBe(asked.answers);
  expect(asked.late).toBeGreaterThan(paths.length);
});

/** Reads that are not of the mirror: the company's own records, what stands still, and what tells the state of the mirror itself. */
const undated =
  /^(auth|catalog|demo|invitations|join|operations|orders|plans|payoutFiles|views)\.|^(indexer\.get|system\.deployment)$/;

it('I21: every read of the mirror has the block in its contract', () => {
  const reads = routes.flatMap((route) =>
    route.method === 'GET' && 'response' in route
      ? [{ id: route.id, schema: JSON.stringify(z.toJSONSchema(route.response)) }]
      : [],
  );
  const without = reads.filter(({ schema }) => !schema.includes('"asOf"'));
  expect(without.map(({ id }) => id).filter((id) => !undated.test(id))).toEqual([]);
  expect(reads.length - without.length).toBeGreaterThanOrEqual(12);
});
