import { openDatabase } from '#platform/database.ts';
import { createFaultyNode } from '#test/support/faulty-node.ts';
import { oneOf, seeded } from '#test/support/faults.ts';
import type { DatabaseWeather } from './inner-database.ts';
import { createInnerStage } from './inner-stage.ts';
import { createInnerVictim } from './inner-victim.ts';
import { type World, countOf } from './world.ts';

/**
 * Chain, nodes and indexer in this process, and two migrated databases: a step costs milliseconds, everything happens in one order, and the
 * same seed goes the same way to the last question.
 */
export async function createInnerWorld(urls: { readonly database: string; readonly other: string }): Promise<World> {
  const stage = await createInnerStage();
  const base = await stage.height();
  const database = openDatabase({ connectionString: urls.database, maxConnections: 3 });
  const other = openDatabase({ connectionString: urls.other, maxConnections: 3 });
  return {
    database,
    other,
    begin: async (seed) => {
      await stage.reset();
      const nodes = [createFaultyNode(stage.ask, `${seed} a`), createFaultyNode(stage.ask, `${seed} b`)];
      const weather: DatabaseWeather = { chance: 0, random: seeded(seed), happened: new Map() };
      const victim = createInnerVictim({ stage, nodes, database, weather, seed });
      return {
        stage,
        base,
        nodes,
        victim,
        exact: true,
        onStep: (step) => void (weather.random = seeded(`${seed} database ${step}`)),
        disturbDatabase: async (random) => {
          weather.chance = oneOf(random, [0, 0, 0, 0.01, 0.1, 1]);
          return String(weather.chance);
        },
        meanwhile: (share, work) => {
          victim.meanwhile(1 + Math.floor(share * 16), work);
          return true;
        },
        clear: () => void (weather.chance = 0),
        faults: () => countOf(nodes) + [...weather.happened.values()].reduce((sum, count) => sum + count, 0),
        stop: () => victim.stop(),
      };
    },
    stop: async () => {
      await database.close();
      await other.close();
      await stage.stop();
    },
  };
}
