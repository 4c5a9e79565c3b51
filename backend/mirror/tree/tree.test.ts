import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type VolumeChange, applyChanges, personalVolume, sumUp } from './figures.ts';
import { naiveTree } from './naive.ts';
import { pageByKey, sortByKey } from './order.ts';
import { type TreeView, frontlineOf, isIn, outlineOf, topLegs, windowOf } from './reports.ts';
import { appendMembers, dropMembers, emptyTree, isUplineIn, pathToCompany } from './shape.ts';

/** Numbers from 0 to 1; the place of a member's sponsor among those before. Ends of the range make hubs and chains likely. */
const sponsorPlaces = fc.array(fc.oneof(fc.constantFrom(0, 0.999_999), fc.double({ min: 0, max: 0.999_999, noNaN: true })), {
  maxLength: 60,
});
const orders = fc.array(
  fc.record({ place: fc.double({ min: 0, max: 0.999_999, noNaN: true }), pv: fc.integer({ min: -900, max: 900 }) }),
  {
    maxLength: 40,
  },
);
const steps = fc.array(fc.record({ joins: sponsorPlaces, orders }), { minLength: 1, maxLength: 4 });

interface Step {
  readonly sponsors: number[];
  readonly volumes: VolumeChange[];
}

function stepsOf(random: readonly { joins: number[]; orders: { place: number; pv: number }[] }[]): Step[] {
  let count = 0;
  return random.map(({ joins, orders: wanted }) => {
    const sponsors = joins.map((place) => (count++ === 0 ? 0 : 1 + Math.floor(place * (count - 1))));
    const volumes = count === 0 ? [] : wanted.map(({ place, pv }) => ({ memberId: 1 + Math.floor(place * count), pv }));
    return { sponsors, volumes };
  });
}

/** Everything that a view tells is what the plain walk finds. */
function expectEqual(view: TreeView, history: readonly Step[]): void {
  const sponsors = history.flatMap((step) => step.sponsors);
  const naive = naiveTree(
    sponsors.map((sponsorId, place) => ({ memberId: place + 1, sponsorId })),
    history.flatMap((step) => step.volumes).map(({ memberId, pv }) => ({ memberId, pv: BigInt(pv) })),
  );
  expect(view.figures.memberCount).toBe(sponsors.length);
  expect(isIn(view, sponsors.length + 1)).toBe(false);
  for (let memberId = 1; memberId <= sponsors.length; memberId += 1) {
    const { figures, tree } = view;
    expect({
      memberId,
      frontlineCount: figures.frontlineCount[memberId],
      downlineCount: figures.downlineCount[memberId],
      ppv: BigInt(personalVolume(figures, memberId)),
      gv: BigInt(figures.groupVolume[memberId] ?? -1),
    }).toEqual({ memberId, ...naive.sums(memberId) });
    expect(pathToCompany(tree, memberId)).toEqual(naive.upline(memberId));
    expect([...frontlineOf(view, memberId)]).toEqual(naive.frontline(memberId));
    expect([...outlineOf(view, memberId)]).toEqual(naive.outline(memberId));
    expect([...topLegs(view, memberId, 3)]).toEqual(naive.topLegs(memberId, 3));
    expect(windowOf(view, memberId, { depth: Infinity, limit: 7 })).toEqual(naive.window(memberId, 7));
  }
}

describe('the tree in memory', () => {
  test('step by step, all at once and after going back it tells what a plain walk finds', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (random, kept) => {
        const history = stepsOf(random);
        const tree = emptyTree();
        const figures = sumUp(tree, 1, 0, new Float64Array(1));
        const view = { tree, figures };
        for (const step of history) {
          const from = tree.memberCount + 1;
          appendMembers(tree, step.sponsors);
          applyChanges(
            tree,
            figures,
            step.sponsors.length === 0 ? undefined : { from, to: tree.memberCount, sign: 1 },
            step.volumes,
          );
        }
        expectEqual(view, history);

        const stay = kept % (history.length + 1);
        const members = history.slice(0, stay).reduce((sum, step) => sum + step.sponsors.length, 0);
        const undone = history.slice(stay).flatMap((step) => step.volumes);
        applyChanges(
          tree,
          figures,
          tree.memberCount === members ? undefined : { from: members + 1, to: tree.memberCount, sign: -1 },
          undone.map(({ memberId, pv }) => ({ memberId, pv: -pv })),
        );
        dropMembers(tree, members);
        expectEqual(view, history.slice(0, stay));

        const again = emptyTree();
        appendMembers(
          again,
          history.flatMap((step) => step.sponsors),
        );
        const balance = new Float64Array(again.memberCount + 1);
        for (const { memberId, pv } of history.flatMap((step) => step.volumes)) balance[memberId] = (balance[memberId] ?? 0) + pv;
        expectEqual({ tree: again, figures: sumUp(again, 1, again.memberCount, balance) }, history);
      }),
      { numRuns: 150 },
    );
  });

  test('of an earlier moment it tells what there was then, though the tree has grown', () => {
    fc.assert(
      fc.property(steps, (random) => {
        const history = stepsOf(random);
        const before = history.slice(0, 1);
        const tree = emptyTree();
        appendMembers(
          tree,
          history.flatMap((step) => step.sponsors),
        );
        const memberCount = before.flatMap((step) => step.sponsors).length;
        const balance = new Float64Array(memberCount + 1);
        for (const { memberId, pv } of before.flatMap((step) => step.volumes)) balance[memberId] = (balance[memberId] ?? 0) + pv;
        expectEqual({ tree, figures: sumUp(tree, 1, memberCount, balance) }, before);
      }),
    );
  });

  test('a chain of a million is read without a deep stack and within seconds (B19)', () => {
    const count = 1_000_000;
    const tree = emptyTree();
    appendMembers(
      tree,
      Uint32Array.from({ length: count }, (_, place) => place),
    );
    const view = { tree, figures: sumUp(tree, 1, count, new Float64Array(count + 1)) };
    const began = performance.now();
    expect(pathToCompany(tree, count)).toHaveLength(count);
    expect(outlineOf(view, 1)).toHaveLength(count - 1);
    expect(windowOf(view, 1, { depth: Infinity, limit: 50 })).toHaveLength(50);
    expect(isUplineIn(tree, 1, count)).toBe(true);
    applyChanges(tree, view.figures, undefined, [{ memberId: count, pv: 5 }]);
    expect(view.figures.groupVolume[1]).toBe(5);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('volumes that a double cannot hold exactly are refused, not rounded', () => {
    const tree = emptyTree();
    appendMembers(tree, [0, 1]);
    expect(() => sumUp(tree, 1, 2, Float64Array.of(0, 1, Number.MAX_SAFE_INTEGER))).toThrow(RangeError);
  });
});

describe('an ordered page', () => {
  const keys = fc.array(fc.oneof(fc.nat(5), fc.nat(), fc.maxSafeNat()), { maxLength: 200 });

  test('is the part of the sorted list, ties in the order of joining', () => {
    fc.assert(
      fc.property(keys, fc.boolean(), fc.nat(210), fc.nat(60), (values, descending, offset, limit) => {
        const ids = Uint32Array.from(values, (_, place) => place + 1);
        const keyOf = (id: number): number => values[id - 1] ?? 0;
        const direction = descending ? -1 : 1;
        const expected = [...ids].sort((left, right) => direction * (keyOf(left) - keyOf(right)) || left - right);
        expect([...sortByKey(ids, keyOf, descending)]).toEqual(expected);
        expect([...pageByKey(ids, keyOf, { descending, offset, limit })]).toEqual(expected.slice(offset, offset + limit));
      }),
    );
  });
});
