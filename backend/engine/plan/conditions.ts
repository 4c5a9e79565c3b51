import { z } from 'zod';
import { amountSchema, bilingualSchema, ratePpmSchema, slugSchema } from './parts.ts';

const personal = {
  customerPvAtLeast: amountSchema.optional(),
  customersAtLeast: z.int().min(1).max(1_000_000).optional(),
};

/** What `anyOf` chooses from. */
const alternativeSchema = z.strictObject({ ppvAtLeast: amountSchema.optional(), ...personal });

/** A named test of a member's own period. Everything named must hold, and of `anyOf` at least one. */
export const conditionSchema = z.strictObject({
  ppvAtLeast: amountSchema,
  ...personal,
  anyOf: z.array(alternativeSchema).min(1).max(10).optional(),
});
export type Condition = z.infer<typeof conditionSchema>;
export type Alternative = z.infer<typeof alternativeSchema>;

const rankVolumeSchema = z.strictObject({
  of: z.enum(['gv', 'ov']),
  atLeast: amountSchema,
  /** Most that one leg counts, as a share of `atLeast`. */
  mostPerLegPpm: ratePpmSchema.min(1, { error: 'rate' }),
  ownCounts: z.enum(['whole', 'limited']),
});

const rankLegsSchema = z.strictObject({
  count: z.int().min(1).max(1_000),
  rankIn: z.enum(['head', 'leg']).optional(),
  rank: slugSchema.optional(),
  ovAtLeast: amountSchema.optional(),
});

/** Places below in the placement tree: so many legs, so many levels, each taken by somebody who meets the condition. */
const rankMatrixSchema = z.strictObject({
  width: z.int().min(1).max(20),
  height: z.int().min(1).max(10),
  meets: slugSchema,
});
export type RankMatrix = z.infer<typeof rankMatrixSchema>;

const periodsSchema = z.int().min(1).max(1_000);

const rankSchema = z.strictObject({
  id: slugSchema,
  name: bilingualSchema,
  requires: z.strictObject({
    meets: slugSchema.optional(),
    ppvAtLeast: amountSchema.optional(),
    customersAtLeast: z.int().min(1).max(1_000_000).optional(),
    volume: rankVolumeSchema.optional(),
    legs: z.array(rankLegsSchema).min(1).max(10).optional(),
    matrix: rankMatrixSchema.optional(),
    /** Periods since joining, the period of joining being the first. */
    tenureAtLeast: periodsSchema.optional(),
    /** A condition met in so many periods in a row, this one included. */
    consecutive: z.strictObject({ meets: slugSchema, periods: periodsSchema }).optional(),
    /** A rank, or a higher one, earned in each of so many periods before this one. */
    held: z.strictObject({ rank: slugSchema, periods: periodsSchema }).optional(),
  }),
  /** The group of a member of this rank no longer counts in the GV of whoever is above. */
  breaksAway: z.boolean().optional(),
});

/** Ranks from the lowest to the highest; all are of the period (paid-as), grace included. */
export const ranksSchema = z.strictObject({
  advance: z.enum(['eachStep', 'direct']),
  steps: z.array(rankSchema).min(1).max(50),
  /** How long a rank that is missed is kept; without it, not at all. */
  grace: z.union([z.literal('forever'), z.strictObject({ periods: periodsSchema })], { error: 'graceChoice' }).optional(),
});
export type Ranks = z.infer<typeof ranksSchema>;
export type Rank = Ranks['steps'][number];

type Report = (path: (string | number)[], message: string) => void;

/** What a schema cannot see: names that lead nowhere. */
export function checkRanks(ranks: Ranks, conditions: object, report: Report): void {
  const ids = ranks.steps.map(({ id }) => id);
  ranks.steps.forEach(({ id, requires, breaksAway }, index) => {
    const at = ['ranks', 'steps', index];
    if (ids.indexOf(id) !== index || id === 'none') report([...at, 'id'], 'repeatedRank');
    if (requires.meets !== undefined && !Object.hasOwn(conditions, requires.meets)) {
      report([...at, 'requires', 'meets'], 'unknownCondition');
    }
    if (requires.matrix !== undefined && !Object.hasOwn(conditions, requires.matrix.meets)) {
      report([...at, 'requires', 'matrix', 'meets'], 'unknownCondition');
    }
    if (requires.consecutive !== undefined && !Object.hasOwn(conditions, requires.consecutive.meets)) {
      report([...at, 'requires', 'consecutive', 'meets'], 'unknownCondition');
    }
    if (requires.held !== undefined && !ids.includes(requires.held.rank)) {
      report([...at, 'requires', 'held', 'rank'], 'unknownRank');
    }
    // Held before: by this rank itself or by a higher one only, it could never begin.
    if (requires.held !== undefined && ids.indexOf(requires.held.rank) >= index) {
      report([...at, 'requires', 'held', 'rank'], 'circularRank');
    }
    requires.legs?.forEach((leg, place) => {
      const path = [...at, 'requires', 'legs', place];
      if (leg.rank === undefined && leg.ovAtLeast === undefined) report(path, 'emptyLegTest');
      if (leg.rank !== undefined && !ids.includes(leg.rank)) report([...path, 'rank'], 'unknownRank');
      if (leg.rank !== undefined && leg.rankIn === undefined) report([...path, 'rankIn'], 'missing');
    });
    // A group that has broken away below a rank that has not would come and go with every promotion.
    const lower = ranks.steps.slice(0, index).some((rank) => rank.breaksAway === true);
    if (lower && breaksAway !== true) report([...at, 'breaksAway'], 'breakawayEnds');
  });
}
