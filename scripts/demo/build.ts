import { type DemoPerson } from '#api/demo.ts';
import { castPositions } from './cast.ts';
import { demoPeople } from './demo-people.ts';
import { arrive, fillPockets, freshMemory, linkOf, needsArrival, playEvent } from './play.ts';
import { createProgress } from './progress.ts';
import { type DemoStage } from './stage.ts';
import { writeTimeline } from './timeline.ts';
import { DEFAULT_SEED, describeWorld, digestOf } from './world.ts';

export interface DemoWorldResult {
  readonly people: readonly DemoPerson[];
  /** Path of an invitation that is good for a year, for somebody who is not a partner yet. */
  readonly invitation: string;
  readonly seed: bigint;
  readonly digest: string;
}

/**
 * Plays four months of the demo company on an empty stage: the chain holds the contracts and nothing else, the database its tables and
 * nothing else. Takes well under a minute, and ends at the present with the chain's clock running. Whoever calls it notes when it is
 * done: a world that was interrupted is thrown away and built anew, because half a story cannot be told further.
 */
export async function buildDemoWorld(
  stage: DemoStage,
  options: { seed?: bigint; now?: Date; write?: (line: string) => void } = {},
): Promise<DemoWorldResult> {
  const { seed = DEFAULT_SEED, now = new Date(), write = () => undefined } = options;
  const world = describeWorld(seed);
  const events = writeTimeline(world);
  const digest = digestOf(world);
  write(
    `Demo world: seed ${seed}, digest ${digest.slice(0, 12)}, ${world.partners.length} partners, ${world.orders.length} orders`,
  );

  const memory = freshMemory();
  const progress = createProgress('Demo world', events.length, write);
  await stage.desk.stopTheClock();
  for (const [index, event] of events.entries()) {
    if (needsArrival(event, memory)) await arrive(stage, memory);
    const time = new Date(now.getTime() + event.at * 60_000);
    stage.clock.set(time);
    await stage.desk.moveTo(time);
    await playEvent(stage, world, event, memory);
    progress.report(index + 1);
  }
  await arrive(stage, memory);
  await fillPockets(stage, world.cast);
  stage.clock.set(new Date());
  await stage.desk.startTheClock();
  await stage.settle();

  const leader = world.partners[castPositions.leader];
  if (!leader) throw new RangeError('The world has no leader.');
  const invitation = `/join/${await linkOf(stage, leader.memberId, memory)}`;
  return { people: demoPeople(world.cast, invitation), invitation, seed, digest };
}
