import { createChainClient } from '#chain/client.ts';
import { syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { emptyMirror } from '#mirror/write/empty.ts';
import { silentLogger } from '#platform/logger.ts';
import { type FaultProxy, startFaultProxy } from '#test/support/fault-proxy.ts';
import { type FaultKind, faultKinds, oneOf, seeded } from '#test/support/faults.ts';
import { act, reorganize } from './story.ts';
import { type Victim, createVictim } from './victim.ts';
import type { World } from './world.ts';

/** What became of a seed. */
export interface SeedOutcome {
  readonly seed: number;
  readonly steps: number;
  /** Undefined when the mirror is what it should be. */
  readonly failure: string | undefined;
  /** Every step with what came of it. */
  readonly trace: readonly string[];
  readonly kills: number;
  readonly reorgs: number;
  readonly restarts: number;
  readonly faults: number;
}

export const finalityDepth = 8;

const points = [
  'range-read',
  'rows-written',
  'position-written',
  'batch-committed',
  'rows-rolled-back',
  'rollback-committed',
] as const;

/** Steps of a run and how often they come. */
const weights = {
  look: 40,
  act: 30,
  reorg: 7,
  weather: 9,
  clock: 3,
  killAt: 5,
  killAfter: 3,
  restart: 0.7,
} as const;
type Step = keyof typeof weights;

/**
 * One seed: so many steps, each chosen by the seed, then fair weather, and the comparison with a mirror that was built anew from an honest
 * node and with what the contracts say. The same seed makes the same choices; where a kill at a random millisecond strikes is the
 * machine's own choice, so seeds that can be divided by three do without those and give the same trace each time.
 */
export async function runSeed(world: World, seed: number, steps: number): Promise<SeedOutcome> {
  await world.newChain();
  await emptyMirror(world.database);
  const nodes = [
    await startFaultProxy(world.chain.anvil.url, `${seed} a`),
    await startFaultProxy(world.chain.anvil.url, `${seed} b`),
  ];
  const urls = nodes.map(({ url }) => url).join(',');
  const victim = createVictim([world.databaseUrl, urls, world.deploymentFile, String(seed)]);
  const run = {
    world,
    nodes,
    victim,
    random: seeded(seed),
    timed: seed % 3 !== 0,
    skew: 0,
    sinceStart: 0,
    reorgs: 0,
    restarts: 0,
  };
  const trace: string[] = [];
  let failure: string | undefined;
  try {
    for (let step = 0; step < steps; step += 1) {
      for (const node of nodes) node.step = step;
      trace.push(`${step} ${await takeStep(run)}`);
    }
    failure = await settle(run);
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await victim.stop();
    for (const node of nodes) await node.stop();
  }
  const faults = nodes.flatMap(({ happened }) => [...happened.values()]).reduce((sum, count) => sum + count, 0);
  return { seed, steps, failure, trace, kills: victim.kills, reorgs: run.reorgs, restarts: run.restarts, faults };
}

interface Run {
  readonly world: World;
  readonly nodes: readonly FaultProxy[];
  readonly victim: Victim;
  readonly random: () => number;
  readonly timed: boolean;
  /** Milliseconds by which the clock of the indexer is wrong. */
  skew: number;
  reorgs: number;
  restarts: number;
}

async function takeStep(run: Run): Promise<string> {
  const { random, world, victim } = run;
  const step = choose(random);
  switch (step) {
    case 'look':
      return `look ${await victim.step({ faultPoint: undefined, skew: run.skew })}`;
    case 'act':
      return `act ${await act(world.chain, random)}`;
    case 'reorg': {
      const depth = Math.min(1 + Math.floor(random() * (finalityDepth - 1)), (await world.height()) - world.base);
      if (depth < 1) return 'reorg of nothing';
      await reorganize(world.chain, random, depth);
      run.reorgs += 1;
      return `reorg ${depth}`;
    }
    case 'weather':
      return `weather ${run.nodes.map((node) => changeWeather(node, random)).join(' / ')}`;
    case 'clock':
      run.skew = Math.floor((random() - 0.5) * 7_200_000);
      if (random() < 0.5) await world.chain.anvil.request('evm_increaseTime', Math.floor(random() * 90_000));
      return `clock ${run.skew}`;
    case 'killAt': {
      const point = oneOf(random, points);
      return `killAt ${point} ${await victim.step({ faultPoint: point, skew: run.skew })}`;
    }
    case 'killAfter': {
      const milliseconds = random() * 25;
      if (!run.timed) return 'killAfter not in this seed';
      return `killAfter ${milliseconds.toFixed(2)} ${await victim.step({ faultPoint: undefined, skew: run.skew }, milliseconds)}`;
    }
    case 'restart': {
      const how = random() < 0.5 ? 'order' : 'kill';
      await world.restartPostgres(how);
      run.restarts += 1;
      return `restart postgres by ${how}`;
    }
    default:
      return step satisfies never;
  }
}

function choose(random: () => number): Step {
  const names = Object.keys(weights) as Step[];
  let rest = random() * names.reduce((sum, name) => sum + weights[name], 0);
  return names.find((name) => (rest -= weights[name]) < 0) ?? 'look';
}

/** Half of the time a node is well. */
function changeWeather(node: FaultProxy, random: () => number): string {
  const faults: Partial<Record<FaultKind, number>> = {};
  node.lag = 1 + Math.floor(random() * 12);
  if (random() < 0.5) {
    for (let kinds = 1 + Math.floor(random() * 4); kinds > 0; kinds -= 1) {
      const kind = oneOf(random, faultKinds);
      // A stall takes real time.
      faults[kind] = kind === 'stall' ? 0.02 : oneOf(random, [0.05, 0.3, 1]);
    }
  }
  node.faults = faults;
  return (
    Object.entries(faults)
      .map(([kind, chance]) => `${kind} ${chance}`)
      .join(', ') || 'fair'
  );
}

/** Fair weather until the mirror stands at the head, then the comparison. @returns what is wrong */
async function settle({ world, nodes, victim }: Run): Promise<string | undefined> {
  for (const node of nodes) node.faults = {};
  let outcome = '';
  for (let looks = 0; looks < 600 && outcome !== 'caughtUp'; looks += 1) {
    outcome = await victim.step({ faultPoint: undefined, skew: 0 });
    if (outcome !== 'caughtUp' && outcome !== 'going') await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (outcome !== 'caughtUp') return `in fair weather it does not come to the head: ${outcome}`;
  const { chain, database, other } = world;
  const client = createChainClient([chain.anvil.url], chain.deployment.chainId);
  await emptyMirror(other);
  await syncOnce({ database: other, deployment: chain.deployment, client, finalityDepth, logger: silentLogger() });
  const [mine, rebuilt] = [await mirrorDigest(database), await mirrorDigest(other)];
  const { differences } = await verifyMirror({ database, client, deployment: chain.deployment, limit: 3, sample: 30 });
  if (mine === rebuilt && differences.length === 0) return undefined;
  const places = await Promise.all([database, other].map((each) => createMirrorReader(each).checkpoint()));
  const tips = places.map((place) => `block ${place?.confirmed.block ?? 'none'} of ${place?.head ?? 'none'}`).join(' and ');
  return `digests ${mine} and ${rebuilt} at ${tips}; ${JSON.stringify(differences)}`;
}
