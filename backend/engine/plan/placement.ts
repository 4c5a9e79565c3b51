import { UNLIMITED_WIDTH } from '#kernel/ids.ts';
import { faultOf, type PlanFault } from './faults.ts';
import { refuseFaults } from './parse.ts';
import { type Plan } from './schema.ts';

/**
 * What a plan asks of a placement tree that this deployment does not have: a published plan that walks it could not be calculated.
 * @param width legs under a place, as Genealogy keeps it: 0 for no tree, 255 for any number without legs
 */
export function placementFaults({ bonuses, ranks }: Pick<Plan, 'bonuses' | 'ranks'>, width: number): PlanFault[] {
  const legs = width === UNLIMITED_WIDTH ? 1 : width;
  const faults: PlanFault[] = [];
  const need = (path: string, wanted: number): void => {
    if (width === 0) faults.push(faultOf(path, 'noPlacement'));
    else if (legs < wanted) faults.push(faultOf(path, 'tooFewLegs'));
  };
  bonuses.forEach((bonus, index) => {
    if (bonus.kind === 'binary') need(`bonuses.${index}.tree`, 2);
    else if (bonus.kind === 'level' && bonus.tree === 'placement') need(`bonuses.${index}.tree`, 1);
  });
  ranks?.steps.forEach(({ requires: { matrix } }, index) => {
    if (matrix !== undefined) need(`ranks.steps.${index}.requires.matrix.width`, matrix.width);
  });
  return faults;
}

/** @throws UplineError PLAN.INVALID with every fault in its text */
export function requirePlacement(plan: Plan, width: number): void {
  refuseFaults(placementFaults(plan, width));
}
