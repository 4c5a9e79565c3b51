import { setTimeout as sleep } from 'node:timers/promises';
import { type HDAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { type Foundations, type Services } from '#bin/wiring.ts';
import { type Actor } from '#http/dependencies.ts';
import { syncOnce } from '#indexer/index.ts';
import { type SettableClock } from '#platform/clock.ts';
import { createDesk } from './desk.ts';
import { type DemoStage } from './stage.ts';

/** Steps of recording after which the ledger is taken to refuse: a month has one batch, a large one a few. */
const RECORD_STEPS = 100;
const MINING_PAUSE_MS = 10;
const MINING_TRIES = 3000;
/** Tries after which the node is told to make a block: on a busy machine it can forget one that it should make by itself. */
const PATIENT_TRIES = 200;

/**
 * Puts the stage on the services of a process that runs nothing by itself: meanwhile nobody else may follow the chain or send for the
 * company. The first node of the configuration must be the local chain.
 */
export async function openStage(
  foundations: Foundations & { readonly clock: SettableClock },
  services: Services,
): Promise<DemoStage> {
  const { config, database, deployment, chain, logger, clock } = foundations;
  const { modules, workflows, sender } = services;
  const { finalityDepth } = config;
  const { identity, genealogy, orders, catalog, warehouse } = modules;

  const desk = createDesk(config.rpcUrls[0] ?? '', deployment.chainId, deployment.contracts);

  /** The node takes a transaction a moment before it stands in a block; the mirror is asked to look only after that moment. */
  async function untilMined(): Promise<void> {
    const waiting = { where: { status: { in: ['queued', 'signed', 'sent'] } } };
    for (let tries = 1; tries <= MINING_TRIES; tries += 1) {
      await sender.step();
      if ((await database.prisma.chainOperation.count(waiting)) === 0) return;
      if (tries % PATIENT_TRIES === 0) await desk.mine(1);
      await sleep(MINING_PAUSE_MS);
    }
    const stuck = await database.prisma.chainOperation.findMany(waiting);
    const names = stuck.map(({ idempotencyKey, status }) => `${idempotencyKey} is ${status}`).join(', ');
    throw new Error(`The chain does not take the transactions of the demo: ${names}.`);
  }

  async function settle(): Promise<void> {
    await untilMined();
    await syncOnce({ database, deployment, client: chain, finalityDepth, logger });
    await genealogy.followJoins();
    await orders.followMirror();
  }

  async function signIn(account: HDAccount): Promise<Actor> {
    const { nonce, domain, uri, chainId, version, statement, issuedAt, expiresAt, browserToken } = await identity.issueNonce();
    const { address } = account;
    const expirationTime = expiresAt;
    const message = createSiweMessage({ address, nonce, domain, uri, chainId, version, statement, issuedAt, expirationTime });
    const signature = await account.signMessage({ message });
    const { token, signedIn } = await identity.signIn({ message, signature, browserToken, previousToken: undefined });
    await identity.signOut(token);
    return { accountId: signedIn.accountId, wallet: signedIn.wallet, memberId: signedIn.memberId };
  }

  return {
    doors: await services.doors(),
    identity,
    clock,
    contracts: { chainId: deployment.chainId, enrollment: deployment.contracts.enrollment },
    finalityDepth,
    desk,
    send: () => sender.step(),
    settle,
    signIn,
    async recordVolumes() {
      // Each batch is made, sent and seen in the mirror before the next; the last answer is that nothing waits.
      for (let steps = 0; (await workflows.recordVolumes.recordVolumes()) !== 'nothing'; steps += 1) {
        if (steps === RECORD_STEPS) throw new Error('The ledger does not take the batches of the demo.');
        await settle();
      }
    },
    async stockProduct({ stock, ...product }) {
      await catalog.saveProduct(product);
      await warehouse.receive([{ sku: product.sku, quantity: stock }], `demo-opening-stock-${product.sku}`);
    },
  };
}
