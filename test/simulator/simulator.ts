import { syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { emptyMirror } from '#mirror/write/empty.ts';
import { silentLogger } from '#platform/logger.ts';
import type { FaultyNode } from '#test/support/faulty-node.ts';
import { type FaultKind, faultKinds, oneOf, seeded } from '#test/support/faults.ts';
import { finalityDepth } from './inner-victim.ts';
import { act, reorganize } from './story.ts';
import type { Scene, World } from './world.ts';

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
  meanwhile: 6,
  weather: 9,
  clock: 3,
  killAt: 5,
  killAfter: 4,
  database: 0.7,
} as const;
type Step = keyof typeof weights;

/**
 * One seed: so many steps, each chosen by the seed, then fair weather, and the comparison with a mirror that was built anew from an honest
 * node and with what the contracts say. The same seed makes the same choices. With processes of their own, the place where a kill at a random
 * millisecond strikes is the machine's choice, so there the seeds that can be divided by three do without.
 */
export async function runSeed(world: World, seed: number, steps: number): Promise<SeedOutcome> {
  await emptyMirror(world.database);
  const scene = await world.begin(seed);
  const run = { world, scene, random: seeded(seed), cuts: scene.exact || seed % 3 !== 0, skew: 0, reorgs: 0, restarts: 0 };
  const trace: string[] = [];
  let failure: string | undefined;
  try {
    for (let step = 0; step < steps; step += 1) {
      for (const node of scene.nodes) node.step = step;
      scene.onStep(step);
      trace.push(`${step} ${await takeStep(run)}`);
    }
    failure = await settle(run);
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await scene.stop();
  }
  const { reorgs, restarts } = run;
  return { seed, steps, failure, trace, kills: scene.victim.kills, reorgs, restarts, faults: scene.faults() };
}

interface Run {
  readonly world: World;
  readonly scene: Scene;
  readonly random: () => number;
  readonly cuts: boolean;
  /** Milliseconds by which the clock of the indexer is wrong. */
  skew: number;
  reorgs: number;
  restarts: number;
}

async function takeStep(run: Run): Promise<string> {
  const { random, scene } = run;
  const { stage, victim } = scene;
  const look = { faultPoint: undefined, skew: run.skew };
  const step = choose(random);
  switch (step) {
    case 'look':
      return `look ${await victim.step(look)}`;
    case 'act':
      return `act ${await act(stage, random)}`;
    case 'reorg':
      return reorg(run);
    case 'meanwhile': {
      let what = 'nothing';
      const change = async (): Promise<void> => {
        what = random() < 0.6 ? await reorg(run) : await act(stage, random);
      };
      return scene.meanwhile(random(), change) ? `look ${await victim.step(look)} with ${what} meanwhile` : 'nothing meanwhile';
    }
    case 'weather':
      return `weather ${scene.nodes.map((node) => changeWeather(node, random, scene.exact)).join(' / ')}`;
    case 'clock':
      run.skew = Math.floor((random() - 0.5) * 7_200_000);
      if (random() < 0.5) await stage.passTime(Math.floor(random() * 90_000));
      return `clock ${run.skew}`;
    case 'killAt': {
      const point = oneOf(random, points);
      return `killAt ${point} ${await victim.step({ ...look, faultPoint: point })}`;
    }
    case 'killAfter': {
      const share = random();
      return run.cuts ? `killAfter ${share.toFixed(3)} ${await victim.step(look, share)}` : 'killAfter not in this seed';
    }
    case 'database':
      run.restarts += 1;
      return `database ${await scene.disturbDatabase(random)}`;
    default:
      return step satisfies never;
  }
}

async function reorg(run: Run): Promise<string> {
  const { stage, base } = run.scene;
  const depth = Math.min(1 + Math.floor(run.random() * (finalityDepth - 1)), (await stage.height()) - base);
  if (depth < 1) return 'reorg of nothing';
  await reorganize(stage, run.random, depth);
  run.reorgs += 1;
  return `reorg ${depth}`;
}

function choose(random: () => number): Step {
  const names = Object.keys(weights) as Step[];
  let rest = random() * names.reduce((sum, name) => sum + weights[name], 0);
  return names.find((name) => (rest -= weights[name]) < 0) ?? 'look';
}

/** Half of the time a node is well. @param quick without faults that take real time */
function changeWeather(node: FaultyNode, random: () => number, quick: boolean): string {
  const faults: Partial<Record<FaultKind, number>> = {};
  node.lag = 1 + Math.floor(random() * 12);
  if (random() < 0.5) {
    for (let kinds = 1 + Math.floor(random() * 4); kinds > 0; kinds -= 1) {
      const kind = oneOf(random, faultKinds);
      const chance = oneOf(random, [0.05, 0.3, 1]);
      if (kind !== 'stall') faults[kind] = chance;
      else if (!quick) faults[kind] = 0.02;
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
async function settle({ world, scene }: Run): Promise<string | undefined> {
  const { stage, nodes, victim } = scene;
  for (const node of nodes) node.faults = {};
  scene.clear();
  let outcome = '';
  for (let looks = 0; looks < 600 && outcome !== 'caughtUp'; looks += 1) {
    outcome = await victim.step({ faultPoint: undefined, skew: 0 });
    if (outcome !== 'caughtUp' && outcome !== 'going') await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (outcome !== 'caughtUp') return `in fair weather it does not come to the head: ${outcome}`;
  const { database, other } = world;
  await letOldBlocksBeSeen(database, victim, await stage.height());
  const { client, deployment } = stage;
  await emptyMirror(other);
  await syncOnce({ database: other, deployment, client, finalityDepth, logger: silentLogger() });
  const [mine, rebuilt] = [await mirrorDigest(database), await mirrorDigest(other)];
  const { differences } = await verifyMirror({ database, client, deployment, limit: 3, sample: 12 });
  if (mine === rebuilt && differences.length === 0) return undefined;
  const places = await Promise.all([database, other].map((each) => createMirrorReader(each).checkpoint()));
  const tips = places.map((place) => `block ${place?.confirmed.block ?? 'none'} of ${place?.head ?? 'none'}`).join(' and ');
  return `digests ${mine} and ${rebuilt} at ${tips}; ${JSON.stringify(differences)}`;
}

/**
 * A node can be wrong about an old log in a way that no other answer of it contradicts (the hash of its transaction, say). The indexer finds
 * that when it reads old blocks again, so it gets the time to come round once.
 */
async function letOldBlocksBeSeen({ pool }: World['database'], victim: Scene['victim'], height: number): Promise<void> {
  const seen = async (): Promise<number> => {
    const { rows } = await pool.query<{ value: bigint }>("SELECT value FROM mirror.counters WHERE name = 'recheckedBlocks'");
    return Number(rows[0]?.value ?? 0);
  };
  // From wherever it stands to the end, then from the beginning to the end; and a look more for what was found last.
  const wanted = (await seen()) + 2 * height;
  for (let looks = 0; looks < 600 && (await seen()) < wanted; looks += 1) await victim.step({ faultPoint: undefined, skew: 0 });
  for (let looks = 0; looks < 2; looks += 1) await victim.step({ faultPoint: undefined, skew: 0 });
}
