import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import type { Order } from '#api/orders.ts';
import { createServices, type Services } from '#bin/wiring.ts';
import { canonicalPlan, parsePlan, type Plan } from '#engine/index.ts';
import type { Doors } from '#http/dependencies.ts';
import { type Indexer, startIndexer } from '#indexer/index.ts';
import { type Difference, verifyMirror } from '#indexer/verify.ts';
import type { Hex } from '#kernel/hex.ts';
import { type Clock, systemClock } from '#platform/clock.ts';
import { type Config, loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/logger.ts';
import { signConsent, signInvitation } from '#scripts/demo/signatures.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { deployTestChain, type TestChain, testAccount, type TestRole } from '#test/support/deployment.ts';
import { publishPlan } from '#test/support/story.ts';
import type { Actor } from '#workflows/index.ts';

const mnemonic = 'test test test test test test test test test test test junk';
export const DOLLAR = 1_000_000n;
const finalityDepth = 3;

/** Ten, five and two per cent on three levels; active from 50 points. */
export const plan = parsePlan({
  format: 'upline.plan/1',
  name: { en: 'Test', ru: 'Проба' },
  currency: { code: 'dUSD', minorDigits: 6 },
  pointDigits: 2,
  activity: { active: { ppvAtLeast: '5000' } },
  bonuses: [
    {
      id: 'team',
      kind: 'level',
      name: { en: 'Team bonus', ru: 'Командный бонус' },
      tree: 'sponsor',
      base: 'cv',
      payTo: 'active',
      compression: 'standard',
      customerSaleLevelOne: 'seller',
      levels: [{ ratePpm: 100_000 }, { ratePpm: 50_000 }, { ratePpm: 20_000 }],
      rounding: 'down',
    },
  ],
  cap: { ratePpm: 400_000, onExcess: 'scaleDown' },
  refunds: { policy: 'reverseLines', debt: 'carry' },
});

/** A whole company on a chain and a database of its own: everything that `npm start` wires, but each step at the test's command. */
export interface Company {
  readonly chain: TestChain;
  readonly database: TestDatabase;
  readonly config: Config;
  readonly services: Services;
  readonly doors: Doors;
  readonly administrator: Actor;
  readonly approver: Actor;
  /** Another process over the same database, chain and files. `between` may throw where it would crash; its clock may be wrong. */
  another(between?: (point: string) => void, clock?: Clock): Promise<{ services: Services; doors: Doors }>;
  /** Sends what is queued and lets the mirror catch up. */
  settle(): Promise<void>;
  /** The mirror has the newest block. */
  caughtUp(): Promise<void>;
  /** Blocks on top, so that what stands is final. */
  finalize(): Promise<void>;
  record(): Promise<void>;
  link(sponsorId: number, uses?: number): Promise<string>;
  join(person: number, sponsorId: number, code?: string): Promise<number>;
  order(memberId: number, kind?: 'own' | 'customer', quantity?: number): Promise<Order>;
  /** dry run → request → approval → closed, final. */
  closePeriod(period: number): Promise<void>;
  /** run → propose → review window passes → approver accepts. */
  publish(period: number): Promise<void>;
  as(role: TestRole): Promise<HDAccount>;
  /** In what the mirror and the contracts differ. */
  differences(): Promise<readonly Difference[]>;
  stop(): Promise<void>;
}

/** Newcomer number `person`, the same wallet each time. */
export function wallet(person: number): HDAccount {
  return mnemonicToAccount(mnemonic, { path: `m/44'/60'/1'/0/${person}` });
}

export function actor(address: `0x${string}`, memberId: number | null = null): Actor {
  return { accountId: randomUUID(), wallet: address, memberId };
}

/**
 * @param options `plan`: published instead of the usual one; `levels`: what sales through Checkout credit at once; `placementWidth`: of a
 * network with a placement tree
 */
export async function openCompany(
  options: { funds?: bigint; plan?: Plan; levels?: Hex; placementWidth?: number } = {},
): Promise<Company> {
  const [chain, database, files] = await Promise.all([
    deployTestChain(options.placementWidth === undefined ? {} : { placementWidth: options.placementWidth }),
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'upline-workflows-')),
  ]);
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    RPC_URLS: chain.anvil.url,
    CHAIN_ID: String(chain.anvil.chainId),
    DEPLOYMENT_FILE: 'unused',
    PUBLIC_URL: 'http://localhost:4000',
    FILES_DIR: files,
    DEMO: '1',
    FINALITY_DEPTH: String(finalityDepth),
    RELAYER_KEY: keyOf('relayer'),
    RECORDER_KEY: keyOf('recorder'),
    SETTLER_KEY: keyOf('settler'),
    QUOTER_KEY: keyOf('recorder'),
  });
  const logger = createLogger({ level: process.env['TEST_LOG'] ?? 'silent', name: 'test' });
  const foundations = {
    config,
    database: database.database,
    chain: chain.client,
    deployment: chain.deployment,
    logger,
    demoPeople: async () => [],
  };
  const another = async (
    between?: (point: string) => void,
    clock: Clock = systemClock,
  ): Promise<{ services: Services; doors: Doors }> => {
    const made = createServices({ ...foundations, clock, ...(between === undefined ? {} : { between }) });
    return { services: made, doors: await made.doors() };
  };
  const { services, doors } = await another();
  const indexer: Indexer = await startIndexer({
    database: database.database,
    deployment: chain.deployment,
    client: chain.client,
    finalityDepth,
    logger,
    pollMilliseconds: 20,
  });

  const caughtUp = async (): Promise<void> => {
    const head = Number(await chain.client.any.getBlockNumber({ cacheTime: 0 }));
    for (let turn = 0; ((await services.mirror.checkpoint())?.confirmed.block ?? -1) < head; turn += 1) {
      if (turn > 500) throw new Error(`The mirror does not reach block ${head}: ${String(indexer.state().problem)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await services.sender.step();
    await caughtUp();
  };
  const follow = async (): Promise<void> => {
    await services.modules.orders.followMirror();
    await services.modules.genealogy.followJoins();
  };
  const finalize = async (): Promise<void> => {
    await chain.mine(finalityDepth + 1);
    await settle();
    await follow();
  };
  const record = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) {
      if ((await services.workflows.recordVolumes.recordVolumes()) === 'nothing') return follow();
      await settle();
    }
    throw new Error('Recording does not come to an end.');
  };
  const link = async (sponsorId: number, uses = 100): Promise<string> => {
    const inviter = sponsorId === 1 ? testAccount('company') : wallet(sponsorId);
    const signed = await signInvitation({ chainId: config.chainId, enrollment: chain.deployment.contracts.enrollment }, inviter, {
      sponsorId,
      uses,
      nonce: BigInt(Math.floor(Math.random() * 1e15)),
      deadline: (await now(chain)) + 30 * 86_400,
    });
    return (await doors.invitations.createInvitation(signed, actor(inviter.address, sponsorId))).code;
  };

  const company: Company = {
    chain,
    database,
    config,
    services,
    doors,
    administrator: actor(testAccount('planAdministrator').address),
    approver: actor(testAccount('approver').address),
    another,
    settle,
    caughtUp,
    finalize,
    record,
    link,
    join: async (person, sponsorId, code) => {
      const { request } = await consentOf(company, person, sponsorId, code ?? (await link(sponsorId)));
      const operation = await doors.join.join(request);
      await settle();
      await follow();
      let done = await doors.join.joinOperation(operation.operationId);
      // Where workers run beside us, one of them may be at it.
      for (let turn = 0; turn < 100 && done.memberId === null && done.error === null; turn += 1) {
        await sleep(100);
        await follow();
        done = await doors.join.joinOperation(operation.operationId);
      }
      if (done.memberId === null) throw new Error(`Joining came to ${done.status}: ${JSON.stringify(done.error)}`);
      return done.memberId;
    },
    order: async (memberId, kind = 'own', quantity = 1) => {
      const customer = kind === 'customer' ? { customerName: 'Mrs Everett' } : {};
      const order = await doors.orders.placeOrder(memberId, { kind, lines: [{ sku: 'TEA-1', quantity }], ...customer });
      return doors.orders.payByDemoCard(order.orderId);
    },
    closePeriod: async (period) => {
      const { inputsDigest } = await doors.settlement.dryRun(period);
      const request = await doors.settlement.requestClose(period, inputsDigest, company.administrator);
      await doors.settlement.approveClose(request.requestId, company.approver);
      await settle();
      await finalize();
    },
    publish: async (period) => {
      await doors.settlement.runPeriod(period);
      await doors.settlement.proposePeriod(period, company.administrator);
      await settle();
      await pass(chain, 4);
      await chain.send('approver', 'payoutVault', 'accept', [(await doors.settlement.periodByNumber(period)).proposal]);
      await caughtUp();
    },
    as: async (role) => testAccount(role),
    differences: async () => {
      const { client, deployment } = chain;
      return (await verifyMirror({ database: database.database, client, deployment })).differences;
    },
    stop: async () => {
      await indexer.stop();
      await database.drop();
      await chain.stop();
      await rm(files, { recursive: true, force: true });
    },
  };

  await services.modules.catalog.saveProduct({
    sku: 'TEA-1',
    name: { en: 'Tea', ru: 'Чай' },
    price: 100n * DOLLAR,
    pv: 10_000n,
    cv: 80n * DOLLAR,
  });
  await services.modules.warehouse.receive([{ sku: 'TEA-1', quantity: 1000 }], 'opening');
  await publishPlan(chain, 1, canonicalPlan(options.plan ?? plan), options.levels);
  const funds = options.funds ?? 10_000n * DOLLAR;
  if (funds > 0n) {
    await chain.send('administrator', 'token', 'mint', [testAccount('treasurer').address, funds]);
    await chain.send('treasurer', 'token', 'approve', [chain.deployment.contracts.payoutVault, funds]);
    await chain.send('treasurer', 'payoutVault', 'fund', [funds]);
  }
  await caughtUp();
  return company;
}

/** A signed wish to join, as the browser sends it. */
export async function consentOf(company: Company, person: number, sponsorId: number, code: string, nonce = BigInt(person)) {
  const { chain, doors, config } = company;
  const offer = await doors.invitations.invitationByCode(code);
  const place = await doors.invitations.placeByCode(code);
  const { consent, signature } = await signConsent(
    { chainId: config.chainId, enrollment: chain.deployment.contracts.enrollment },
    wallet(person),
    {
      sponsorId,
      ...(place === null ? {} : { parentId: place.parent.memberId, leg: place.leg }),
      termsHash: offer.terms.hash,
      nonce,
      deadline: (await now(chain)) + 3600,
    },
  );
  return { request: { code, name: `Person ${person}`, locale: 'en' as const, consent, signature } };
}

/** Unix seconds of the newest block. */
export async function now(chain: TestChain): Promise<number> {
  return Number((await chain.client.any.getBlock({ blockTag: 'latest' })).timestamp);
}

/** Lets days pass on the chain. */
export async function pass(chain: TestChain, days: number): Promise<void> {
  await chain.anvil.request('evm_increaseTime', days * 86_400);
  await chain.mine();
}

function keyOf(role: TestRole): string {
  const key = testAccount(role).getHdKey().privateKey;
  if (key === null) throw new Error(`no key for ${role}`);
  return `0x${Buffer.from(key).toString('hex')}`;
}
