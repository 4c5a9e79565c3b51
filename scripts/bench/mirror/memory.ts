import { type VolumeChange, applyChanges } from '#mirror/tree/figures.ts';
import { sumsOf } from '#mirror/read/figures.ts';
import { createTreeIndex, type TreeAt } from '#mirror/read/tree-index.ts';
import { topLegs, windowOf } from '#mirror/tree/reports.ts';
import { appendMembers, pathToCompany } from '#mirror/tree/shape.ts';
import type { Database } from '#platform/database.ts';
import { type Figure, atMost, percentile, three } from '../report.ts';
import { heldMiB } from '../spent.ts';
import { noise } from './network.ts';
import { repeats, strataOf } from './strata.ts';

const reports: Readonly<Record<string, (view: TreeAt, memberId: number) => unknown>> = {
  upline: (view, memberId) => pathToCompany(view.tree, memberId),
  page: (view, memberId) => windowOf(view, memberId, { depth: 50, limit: 50 }).map((place) => sumsOf(view, place.memberId)),
  sums: (view, memberId) => sumsOf(view, memberId),
  legs: (view, memberId) => [...topLegs(view, memberId, 10)].map((id) => sumsOf(view, id)),
};

/** The four reports from the tree in memory, what it takes, and what following costs. */
export async function measure(database: Database): Promise<Figure[]> {
  await database.pool.query('SELECT 1');
  const idle = heldMiB();
  const index = createTreeIndex(database);
  const began = performance.now();
  const view = await index.at();
  const loading = performance.now() - began;
  const members = view.figures.memberCount;
  await index.at(view.period - 1);
  const held = heldMiB();
  const figures: Figure[] = [
    atMost('memory.added', held - idle, 'MiB', 200, `${members} members, the open and one closed period, above the idle process`),
    { id: 'memory.held', value: three(held), unit: 'MiB', about: 'the whole process, of which the database client is the rest' },
    { id: 'memory.load', value: three(loading), unit: 'ms', about: 'reading tree and open period from the database' },
  ];
  for (const { name, memberIds } of strataOf(view)) {
    for (const [report, read] of Object.entries(reports)) {
      for (const memberId of memberIds) read(view, memberId);
      const times = memberIds.map((memberId) => {
        let least = Infinity;
        for (let round = 0; round < repeats; round += 1) {
          const start = performance.now();
          read(view, memberId);
          least = Math.min(least, performance.now() - start);
        }
        return least;
      });
      figures.push(
        atMost(`memory.${report}.${name}.p99`, percentile(times, 99), 'ms', 2, `median ${three(percentile(times, 50))} ms`),
      );
    }
  }
  return [...figures, ...appending(view)];
}

const batch = 500;
const rounds = 20;

/** Members and orders in batches, under members at a given depth, with every sum above them. */
function appending({ tree, figures }: TreeAt): Figure[] {
  const random = noise(17);
  return [10, 2_000].map((depth) => {
    const under: number[] = [];
    for (let id = 1; id <= tree.memberCount; id += 1) {
      const own = tree.depthOf[id] ?? 0;
      if (own === depth || (depth > 1_000 && own > depth && own < depth + 200)) under.push(id);
    }
    const anyOf = (): number => under[Math.floor(random() * under.length)] ?? 1;
    let least = Infinity;
    for (let round = -5; round < rounds; round += 1) {
      const sponsors = Array.from({ length: batch }, anyOf);
      const volumes: VolumeChange[] = Array.from({ length: batch }, () => ({
        memberId: anyOf(),
        pv: 1 + Math.floor(random() * 900),
      }));
      const start = performance.now();
      const from = tree.memberCount + 1;
      appendMembers(tree, sponsors);
      applyChanges(tree, figures, { from, to: tree.memberCount, sign: 1 }, volumes);
      // The first rounds warm the code up.
      if (round >= 0) least = Math.min(least, performance.now() - start);
    }
    const each = (least * 1_000) / (batch * 2);
    return atMost(
      `memory.append.depth${depth}`,
      each,
      'µs',
      20,
      `each of ${batch} members and ${batch} orders at once, all sums above them`,
    );
  });
}
