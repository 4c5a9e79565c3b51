import { describe, expect, it } from 'vitest';
import { cardHeight, cardWidth, layoutTree } from './layout.ts';
import { flattenOutline, moveInOutline } from './outline.ts';

const node = (memberId: number, sponsorId: number | null, frontlineCount: number) => ({ memberId, sponsorId, frontlineCount });

/** 5 recruited 6 and 7; 6 recruited 8; 7 recruited two whom nobody has loaded. The sponsor of 5 is not in the window. */
const family = [node(5, 1, 2), node(6, 5, 1), node(7, 5, 2), node(8, 6, 0)];

describe('outline', () => {
  it('shows what is open, in order, with levels and places', () => {
    const rows = flattenOutline(family, 5, new Set([5, 6]));
    expect(rows.map((row) => [row.node.memberId, row.level, row.position, row.siblings])).toEqual([
      [5, 1, 1, 1],
      [6, 2, 1, 2],
      [8, 3, 1, 1],
      [7, 2, 2, 2],
    ]);
  });

  it('counts what is folded away', () => {
    const rows = flattenOutline(family, 5, new Set([5]));
    expect(rows.map((row) => [row.node.memberId, row.opened, row.expandable, row.missing])).toEqual([
      [5, true, true, 0],
      [6, false, true, 0],
      [7, false, true, 2],
    ]);
  });

  it('survives duplicates, strangers and a line of 100,000', () => {
    expect(flattenOutline([...family, node(6, 5, 1), node(99, 42, 0)], 5, new Set([5])).length).toBe(3);
    const line = Array.from({ length: 100_000 }, (_, index) => node(index + 1, index === 0 ? null : index, 1));
    expect(flattenOutline(line, 1, new Set(line.map((one) => one.memberId))).length).toBe(100_000);
  });

  it('obeys the keys of a tree', () => {
    const rows = flattenOutline(family, 5, new Set([5]));
    expect(moveInOutline(rows, 0, 'ArrowDown')).toEqual({ focus: 1 });
    expect(moveInOutline(rows, 0, 'ArrowRight')).toEqual({ focus: 1 });
    expect(moveInOutline(rows, 1, 'ArrowRight')).toEqual({ open: 6 });
    expect(moveInOutline(rows, 1, 'ArrowLeft')).toEqual({ focus: 0 });
    expect(moveInOutline(rows, 0, 'ArrowLeft')).toEqual({ close: 5 });
    expect(moveInOutline(rows, 2, 'End')).toEqual({ focus: 2 });
    expect(moveInOutline(rows, 2, 'ArrowDown')).toBeNull();
  });
});

describe('tree picture', () => {
  it('keeps cards apart and inside the frame', () => {
    const wide = [node(1, null, 30), ...Array.from({ length: 30 }, (_, index) => node(index + 2, 1, 0))];
    const layout = layoutTree(wide, 1);
    expect(layout.nodes.length).toBe(31);
    expect(layout.edges.length).toBe(30);
    for (const placed of layout.nodes) {
      expect(placed.x).toBeGreaterThanOrEqual(cardWidth / 2);
      expect(placed.x).toBeLessThanOrEqual(layout.width - cardWidth / 2);
      expect(placed.y + cardHeight).toBeLessThanOrEqual(layout.height);
    }
    const row = layout.nodes.filter((placed) => placed.node.memberId !== 1).map((placed) => placed.x);
    row.sort((a, b) => a - b);
    for (let index = 1; index < row.length; index += 1) {
      expect((row[index] ?? 0) - (row[index - 1] ?? 0)).toBeGreaterThanOrEqual(cardWidth);
    }
  });

  it('leaves out whoever hangs on nobody in the window', () => {
    expect(layoutTree([...family, node(99, 42, 0)], 5).nodes.length).toBe(4);
    expect(layoutTree(family, 77).nodes).toEqual([]);
  });
});
