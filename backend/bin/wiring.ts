import type { ChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { createQuoter } from '#chain/quoter.ts';
import { createSender, type TransactionSender } from '#chain/sender.ts';
import { createSignatureVerifier } from '#chain/signature.ts';
import type { Doors } from '#http/dependencies.ts';
import { createJobs, type Job } from '#jobs/index.ts';
import { createMirrorReader, type MirrorReader } from '#mirror/read/index.ts';
import { followReports } from '#mirror/reports/follow.ts';
import { createCatalog } from '#modules/catalog/index.ts';
import { createCommissions } from '#modules/commissions/index.ts';
import { createGenealogy } from '#modules/genealogy/index.ts';
import { createIdentity, walletDirectory } from '#modules/identity/index.ts';
import { createOrders } from '#modules/orders/index.ts';
import { createPlans } from '#modules/plans/index.ts';
import { createSettlement } from '#modules/settlement/index.ts';
import { createWarehouse } from '#modules/warehouse/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/database.ts';
import type { ReportReads } from '#platform/replicas.ts';
import { openFileStore } from '#platform/files.ts';
import type { Logger } from '#platform/logger.ts';
import { createWorkflows, type Modules, moveChainTime, type WorkflowContext, type Workflows } from '#workflows/index.ts';

/** What everything is built on. */
export interface Foundations {
  readonly config: Config;
  readonly database: Database;
  /** Where reports are read; without it, in the database. */
  readonly reports?: ReportReads | undefined;
  readonly clock: Clock;
  readonly chain: ChainClient;
  readonly deployment: Deployment;
  readonly logger: Logger;
  /** People that visitors of a demo may act as; without it the routes of the demo do not exist. */
  readonly demoPeople?: NonNullable<Doors['demo']>['people'] | undefined;
  /** Tests throw from it where a crash would be worst. */
  readonly between?: WorkflowContext['between'];
}

/** All doors of one process. Nothing runs by itself: the process decides what to start. */
export interface Services {
  readonly mirror: MirrorReader;
  readonly modules: Modules;
  readonly workflows: Workflows;
  readonly sender: TransactionSender;
  readonly jobs: readonly Job[];
  /** What the HTTP door calls. Asks the chain once for the token's name. */
  doors(): Promise<Doors>;
}

export function createServices(foundations: Foundations): Services {
  const { config, database, clock, chain, deployment, logger } = foundations;
  const mirror = createMirrorReader(database, foundations.reports);
  const { keys, finalityDepth } = config;
  const sender = createSender({ database, client: chain, deployment, keys, finalityDepth, logger });
  const modules = createModules(foundations, mirror);
  const workflows = createWorkflows({
    database,
    clock,
    mirror,
    sender,
    client: chain,
    deployment,
    quoter: createQuoter(deployment, config.quoterKey),
    dailyJoins: config.dailyJoins,
    modules,
    demo: config.demo,
    logger,
    between: foundations.between ?? (() => undefined),
  });
  const { recordVolumes, publishPayouts, returnGoods } = workflows;
  const { orders, genealogy } = modules;
  return {
    mirror,
    modules,
    workflows,
    sender,
    jobs: createJobs({
      recordVolumes,
      publishPayouts,
      returnGoods,
      orders,
      genealogy,
      followReports: () => followReports(database),
    }),
    doors: () => openDoors(foundations, modules, workflows),
  };
}

function createModules({ config, database, clock, chain, deployment }: Foundations, mirror: MirrorReader): Modules {
  const identity = createIdentity({
    database,
    clock,
    wallets: walletDirectory(mirror),
    verifySignature: createSignatureVerifier(chain.any),
    publicUrl: config.publicUrl,
    chainId: config.chainId,
    sessionHours: config.sessionHours,
  });
  const { payoutVault, token } = deployment.contracts;
  const domain = { chainId: deployment.chainId, vault: payoutVault, token };
  const { placementWidth } = deployment;
  const catalog = createCatalog({ database, clock });
  const warehouse = createWarehouse({ database, clock });
  const plans = createPlans({ mirror });
  const genealogy = createGenealogy({ database, clock, mirror, identity });
  const orders = createOrders({ database, clock, mirror, catalog, warehouse, genealogy });
  const commissions = createCommissions({ database, clock, mirror, plans, genealogy, orders, domain, placementWidth });
  const files = openFileStore(config.filesDir);
  const names = {
    ofMembers: (memberIds: readonly number[]) => identity.namesOf(memberIds),
    ofWallets: (wallets: readonly `0x${string}`[]) => identity.namesOfWallets(wallets),
  };
  const settlement = createSettlement({ database, clock, mirror, commissions, files, domain, names });
  return { identity, catalog, warehouse, plans, genealogy, orders, commissions, settlement };
}

async function openDoors(foundations: Foundations, modules: Modules, workflows: Workflows): Promise<Doors> {
  const { config, demoPeople } = foundations;
  const { catalog, warehouse, genealogy, orders, commissions, plans, settlement } = modules;
  const { placeOrder, returnGoods, closePeriod, publishPayouts, claimPayout, withdrawCredit, payMembers, showStatus } = workflows;
  const rpcUrl = config.browserRpcUrl ?? config.rpcUrls[0] ?? '';
  const deployment = await showStatus.describeDeployment({ rpcUrl, finalityDepth: config.finalityDepth });
  return {
    system: { deployment: () => deployment, disclosure: () => commissions.disclosure() },
    genealogy,
    invitations: workflows.invitations,
    join: workflows.joinNetwork,
    catalog: {
      listProducts: async () => {
        const [products, available] = await Promise.all([catalog.listProducts(), warehouse.available()]);
        return products.map(({ sku, name, price, pv, cv }) => ({
          sku,
          name,
          price: price.toString(),
          pv: pv.toString(),
          cv: cv.toString(),
          stock: Math.max(0, available.get(sku) ?? 0),
        }));
      },
    },
    // What a workflow does with a module's part comes last and so takes its place.
    orders: { ...orders, ...placeOrder, ...returnGoods },
    earnings: commissions,
    claims: { ...settlement, ...claimPayout, ...withdrawCredit },
    operations: workflows.operations,
    plans,
    trials: commissions,
    settlement: { ...settlement, ...closePeriod, ...publishPayouts, ...payMembers },
    indexer: showStatus,
    ...(config.demo && demoPeople !== undefined
      ? { demo: { people: demoPeople, moveTime: (days: number) => moveChainTime(config.rpcUrls[0] ?? '', days) } }
      : {}),
  };
}
