import { type z } from 'zod';
import { type slugSchema } from '../plan/parts.ts';
import { type BonusContext } from './kind.ts';

export type Report = (path: (string | number)[], message: string) => void;

/** What holds from a rank upward, by rank number: the highest rank named that is reached decides, below all of them `base`. */
export function fromRankUpward<Value>(
  base: Value,
  named: Readonly<Record<string, Value>> | undefined,
  { rankCount, rankNumber }: Pick<BonusContext, 'rankCount' | 'rankNumber'>,
): readonly Value[] {
  const known = new Map(Object.entries(named ?? {}).map(([rank, value]) => [rankNumber(rank), value]));
  const values = [base];
  for (let rank = 1; rank <= rankCount; rank += 1) values.push(known.get(rank) ?? values[rank - 1] ?? base);
  return values;
}

/** Reports names in a table by rank that the plan does not define. */
export function checkRankNames(
  named: Readonly<Record<z.infer<typeof slugSchema>, unknown>> | undefined,
  ranks: readonly string[],
  path: readonly (string | number)[],
  report: Report,
): void {
  for (const rank of Object.keys(named ?? {})) if (!ranks.includes(rank)) report([...path, rank], 'unknownRank');
}
