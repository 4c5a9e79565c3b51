import { runNetwork, type NamedLine } from '#engine/network/run.ts';
import { readNetwork } from '#engine/network/read.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { describeError, UplineError, type Locale } from '#kernel/errors/index.ts';

export interface SamplePerson {
  readonly member: string;
  readonly rank: string | null;
  readonly bonuses: Readonly<Record<string, string>>;
  readonly net: string;
}

export type SampleMonth =
  | {
      readonly state: 'calculated';
      readonly people: readonly SamplePerson[];
      readonly lines: readonly NamedLine[];
      readonly netCv: string;
      readonly gross: string;
      readonly limit: string;
      readonly earned: string;
    }
  | { readonly state: 'refused'; readonly message: string; readonly cure: string };

/**
 * The draft on a month of a handful of people, by the engine that pays: in this page, without a server. It takes a few milliseconds, so it
 * needs no thread of its own; hashes are plain JavaScript here, which the content policy allows.
 */
export function sampleMonth(plan: Plan, month: unknown, locale: Locale): SampleMonth {
  const { facts, faults } = readNetwork(month, undefined, plan);
  if (facts === undefined) {
    const [fault] = faults;
    return { state: 'refused', message: `${fault?.path ?? ''} ${fault?.reason[locale] ?? ''}`, cure: fault?.cure[locale] ?? '' };
  }
  try {
    const { earnings, lines = [], totals, ranks } = runNetwork(plan, facts, undefined, true);
    const earned = new Map(earnings.map((earning) => [earning.member, earning]));
    const people = facts.ids.slice(2).map((member) => ({
      member,
      rank: ranks[member] ?? null,
      bonuses: earned.get(member)?.bonuses ?? {},
      net: earned.get(member)?.net ?? '0',
    }));
    const sum = people.reduce((total, { net }) => total + BigInt(net), 0n);
    const company = BigInt(earned.get(facts.ids[1] ?? '')?.net ?? '0');
    const { netCv, gross, limit } = totals;
    return { state: 'calculated', people, lines, netCv, gross, limit, earned: String(sum + company) };
  } catch (error) {
    if (!(error instanceof UplineError)) throw error;
    return { state: 'refused', ...describeError(error.code, error.parameters, locale) };
  }
}
