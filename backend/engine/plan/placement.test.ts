import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan, placementFaults, planFault, requirePlacement } from '../index.ts';
import { planOf } from '../testing/world.ts';

const ready = (name: string) =>
  parsePlan(JSON.parse(readFileSync(new URL(`../../../docs/plans/${name}.json`, import.meta.url), 'utf8')));
const rank = { id: 'full', name: { en: 'Full', ru: 'Полная' }, requires: { matrix: { width: 3, height: 1, meets: 'active' } } };
const matrix = planOf({ plan: { ranks: { advance: 'direct', steps: [rank] } } });

describe('what a plan asks of the placement tree', () => {
  const told = (plan: Parameters<typeof placementFaults>[0], width: number): string[] =>
    placementFaults(plan, width).map(({ path, reason }) => `${path} ${reason.en.split(' ')[0]}`);

  it('is nothing on the sponsor tree, whatever there is', () => {
    for (const width of [0, 1, 2, 255]) expect(told(planOf(), width)).toEqual([]);
  });

  it('is a tree for a level bonus, two legs for a binary, as many as a matrix is wide', () => {
    const level = planOf({ bonus: { tree: 'placement' } });
    expect([0, 1, 255].map((width) => told(level, width))).toEqual([['bonuses.0.tree walks'], [], []]);
    const binary = ready('binary');
    const at = `bonuses.${binary.bonuses.findIndex(({ kind }) => kind === 'binary')}.tree`;
    expect([0, 1, 2, 128, 255].map((width) => told(binary, width))).toEqual([
      [`${at} walks`],
      [`${at} reads`],
      [],
      [],
      [`${at} reads`],
    ]);
    const place = 'ranks.steps.0.requires.matrix.width';
    expect([0, 2, 3, 255].map((width) => told(matrix, width))).toEqual([
      [`${place} walks`],
      [`${place} reads`],
      [],
      [`${place} reads`],
    ]);
  });

  it('is of two legs and of places at once, each by its path, and nothing of ranks without places', () => {
    const { steps = [] } = matrix.ranks ?? {};
    const both = { bonuses: ready('binary').bonuses.filter(({ kind }) => kind === 'binary'), ranks: matrix.ranks };
    const placed = 'ranks.steps.0.requires.matrix.width';
    expect(placementFaults(both, 0)).toEqual([planFault('bonuses.0.tree', 'noPlacement'), planFault(placed, 'noPlacement')]);
    expect(placementFaults(both, 1)).toEqual([planFault('bonuses.0.tree', 'tooFewLegs'), planFault(placed, 'tooFewLegs')]);
    expect(placementFaults(both, 2)).toEqual([planFault(placed, 'tooFewLegs')]);
    const plain = steps.map((step) => ({ ...step, requires: {} }));
    expect(placementFaults({ bonuses: [], ranks: { advance: 'direct', steps: plain } }, 0)).toEqual([]);
  });

  it('is told all at once where a plan is refused for it', () => {
    expect(() => requirePlacement(matrix, 3)).not.toThrow();
    expect(() => requirePlacement(planOf(), 0)).not.toThrow();
    const refused = expect.objectContaining({
      code: 'PLAN.INVALID',
      parameters: {
        count: 1,
        faultsEn: 'ranks.steps.0.requires.matrix.width reads more legs than a place of this company has',
        faultsRu: 'ranks.steps.0.requires.matrix.width читает больше ног, чем есть у места в этой компании',
      },
    });
    expect(() => requirePlacement(matrix, 2)).toThrow(refused);
  });
});
