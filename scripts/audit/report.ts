import { keccak256, stringToBytes } from 'viem';
import { canonicalText } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';

/** What is looked at, in the order of the report. */
export const checkIds = [
  'deployment',
  'events',
  'tree',
  'wallets',
  'plans',
  'volumes',
  'periods',
  'credits',
  'roots',
  'decisions',
  'claims',
  'money',
  'views',
  'files',
] as const;
export type CheckId = (typeof checkIds)[number];

/** Something that does not agree. `code` names a text in texts.ts; parameters are numbers and hashes as text. */
export interface Fault {
  readonly code: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Check {
  readonly id: CheckId;
  /** `notDone`: it could not be looked at, for the reason in `parameters.reason`. */
  readonly state: 'proved' | 'disagrees' | 'notDone';
  readonly parameters: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

/** The audit's answer. It holds no time and no address of a node, so two auditors of the same block get the same hash. */
export interface AuditReport {
  readonly format: 'upline.audit/1';
  readonly chainId: number;
  readonly vault: Hex;
  readonly block: { readonly number: string; readonly hash: Hex };
  readonly verdict: 'agrees' | 'disagrees';
  readonly checks: readonly Check[];
  /** Worth knowing, but no disagreement: a wrong root that was rejected, an entry that pays nothing. */
  readonly notes: readonly Fault[];
  /** What nobody can prove from a chain; ids of texts. */
  readonly notProved: readonly string[];
  /** keccak256 of the canonical JSON of everything above. */
  readonly reportHash: Hex;
}

/** A fault after which the rest has no ground to stand on: a hole in the events. */
export class AuditStopped extends Error {}

type Parameters = Readonly<Record<string, string | number | bigint>>;

const asText = (parameters: Parameters): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));

/** Collects what was looked at. A check that nobody finished is reported as not done, never as proved. */
export class Findings {
  readonly #numbers = new Map<CheckId, Record<string, string>>();
  readonly #skipped = new Map<CheckId, Record<string, string>>();
  readonly #faults = new Map<CheckId, Fault[]>();
  readonly #notes: Fault[] = [];

  /** The check was carried out to its end; `parameters` say on how much. */
  done(id: CheckId, parameters: Parameters = {}): void {
    this.#numbers.set(id, asText(parameters));
  }

  /** The check cannot be carried out; `reason` names a text. */
  skip(id: CheckId, reason: string, parameters: Parameters = {}): void {
    this.#skipped.set(id, { ...asText(parameters), reason });
  }

  fault(id: CheckId, code: string, parameters: Parameters = {}): void {
    const known = this.#faults.get(id) ?? [];
    known.push({ code, parameters: asText(parameters) });
    this.#faults.set(id, known);
  }

  note(code: string, parameters: Parameters = {}): void {
    this.#notes.push({ code, parameters: asText(parameters) });
  }

  /** @throws AuditStopped always */
  stop(id: CheckId, code: string, parameters: Parameters = {}): never {
    this.fault(id, code, parameters);
    throw new AuditStopped(code);
  }

  get clean(): boolean {
    return this.#faults.size === 0;
  }

  report(about: Pick<AuditReport, 'chainId' | 'vault' | 'block'>): AuditReport {
    const checks = checkIds.map((id): Check => {
      const faults = this.#faults.get(id) ?? [];
      const numbers = this.#numbers.get(id);
      const parameters = numbers ?? this.#skipped.get(id) ?? { reason: 'stoppedBefore' };
      if (faults.length > 0) return { id, state: 'disagrees', parameters, faults };
      return { id, state: numbers === undefined ? 'notDone' : 'proved', parameters, faults };
    });
    const body = {
      format: 'upline.audit/1' as const,
      ...about,
      verdict: this.clean ? ('agrees' as const) : ('disagrees' as const),
      checks,
      notes: this.#notes,
      notProved: ['salesAreReal', 'whoIsWho', 'sameCode', 'sameChain', 'outsidePay'],
    };
    return { ...body, reportHash: keccak256(stringToBytes(canonicalText(body))) };
  }
}
