import { type Claim } from '../bonuses/kind.ts';
import { bonusLines, laterLines, type BareLine } from '../run/lines.ts';
import { type OpenedRun } from '../run/open.ts';
import { type RunInput } from '../run/types.ts';

/** Members of a tree in an order in which everybody below a member follows at once. */
interface Walk {
  /** Place of a member in that order. */
  readonly enter: Uint32Array;
  /** Number of members in the subtree, the member included. */
  readonly size: Uint32Array;
}

/**
 * Finds the lines of single members without calculating anybody else's: whoever has a share of an order stands above its source, by sponsor or by
 * placement, or is the source.
 */
export function lineFinder(
  run: OpenedRun,
  { memberCount, sponsorOf, placement }: RunInput,
): (memberId: number) => Generator<BareLine> {
  const trees = [walkOf(memberCount, sponsorOf), ...(placement === undefined ? [] : [walkOf(memberCount, placement.parentOf)])];
  const { orders } = run.ledger;
  const sources = Uint32Array.from(orders, (order) => order.memberId);
  const sorted = trees.map((tree) => sortedByPlace(tree, sources));
  const claims = groupedByMember(run.claims, (claim) => claim.memberId);
  const changes = groupedByMember(run.revaluation.claims, ({ share }) => share.memberId);

  const below = (memberId: number, source: number): boolean =>
    trees.some(({ enter, size }) => {
      const distance = (enter[source] ?? 0) - (enter[memberId] ?? 0);
      return distance >= 0 && distance < (size[memberId] ?? 0);
    });

  return function* linesOf(memberId) {
    const found = new Set<number>();
    for (const [index, tree] of trees.entries()) {
      const { starts, order } = sorted[index] ?? { starts: new Uint32Array(), order: new Uint32Array() };
      const from = tree.enter[memberId] ?? 0;
      for (const number of order.subarray(starts[from], starts[from + (tree.size[memberId] ?? 0)])) found.add(number);
    }
    const concerned = [...found].sort((one, other) => one - other).flatMap((number) => orders[number] ?? []);
    const own: OpenedRun = {
      ...run,
      ledger: {
        ...run.ledger,
        orders: concerned,
        refunds: run.ledger.refunds.filter(({ order }) => below(memberId, order.memberId)),
      },
      claims: claims.get(memberId) ?? ([] as readonly Claim[]),
      revaluation: { ...run.revaluation, claims: changes.get(memberId) ?? [] },
    };
    for (const bonus of run.own.bonuses) yield* ofMember(bonusLines(own, bonus, memberId), memberId);
    yield* ofMember(laterLines(own), memberId);
  };
}

function* ofMember(lines: Iterable<BareLine>, memberId: number): Generator<BareLine> {
  for (const line of lines) if (line.share.memberId === memberId) yield line;
}

/** Whoever is above has the lower number, so two passes over the numbers are enough and no chain is too deep. */
function walkOf(memberCount: number, above: Uint32Array): Walk {
  const size = new Uint32Array(memberCount + 1).fill(1);
  for (let member = memberCount; member > 0; member -= 1) {
    const upline = above[member] ?? 0;
    size[upline] = (size[upline] ?? 0) + (size[member] ?? 0);
  }
  const enter = new Uint32Array(memberCount + 1);
  // Place 0 is nobody's: member 0 stands above the company and above who has no place.
  const next = new Uint32Array(memberCount + 1);
  next[0] = 1;
  for (let member = 1; member <= memberCount; member += 1) {
    const upline = above[member] ?? 0;
    const place = next[upline] ?? 0;
    enter[member] = place;
    next[member] = place + 1;
    next[upline] = place + (size[member] ?? 0);
  }
  return { enter, size };
}

/** Numbers of orders by the place of their source; `starts[p]` is where those of place p begin. */
function sortedByPlace({ enter }: Walk, sources: Uint32Array): { readonly starts: Uint32Array; readonly order: Uint32Array } {
  const starts = new Uint32Array(enter.length + 2);
  for (const source of sources) {
    const after = (enter[source] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let place = 1; place < starts.length; place += 1) starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(sources.length);
  for (const [number, source] of sources.entries()) {
    const place = enter[source] ?? 0;
    order[next[place] ?? 0] = number;
    next[place] = (next[place] ?? 0) + 1;
  }
  return { starts, order };
}

function groupedByMember<Item>(items: readonly Item[], memberOf: (item: Item) => number): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(memberOf(item));
    if (group === undefined) groups.set(memberOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
