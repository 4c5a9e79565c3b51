import { z } from 'zod';
import { type BonusContext, type OpenBonus } from './kind.ts';
import { levelKind } from './level.ts';

/** Every kind of bonus that a plan can contain. A new kind is one more line here and one more schema below. */
const kinds = { level: levelKind } as const;

export const bonusSchema = z.discriminatedUnion('kind', [levelKind.schema]);

export type Bonus = z.infer<typeof bonusSchema>;

/** Makes a bonus ready for a period. */
export function openBonus(bonus: Bonus, context: BonusContext): OpenBonus {
  return kinds[bonus.kind].open(bonus, context);
}
