import { type z } from 'zod';
import { decisions } from './decisions.ts';
import { faultWords, type FaultWords } from './fault-words.ts';

/** The most faults that are named at once; the rest shows when these are mended. */
export const MOST_FAULTS = 100;

/** One fault of a plan or another file: where, what is wrong, and what to do about it, in both languages. */
export interface PlanFault extends FaultWords {
  /** Dotted from the top, such as `bonuses.0.levels.2.ratePpm`; empty for the plan as a whole. */
  readonly path: string;
}

type KnownCode = keyof typeof faultWords;

export function faultOf(path: string, code: KnownCode): PlanFault {
  return { path, ...faultWords[code] };
}

/** All faults that a zod issue stands for: an issue about unknown fields has one for each. */
export function faultsOf(issue: z.core.$ZodIssue): PlanFault[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...issue.path, key].join('.')));
  if (issue.input === undefined || issue.message === 'missing') return [missing(path, issue.path.at(-1))];
  // The keys of every table are plain names.
  if (issue.code === 'invalid_key') return [faultOf(path, 'slug')];
  if (isKnown(issue.message)) return [faultOf(path, issue.message)];
  if (issue.code === 'invalid_value') return [oneOf(path, issue.values)];
  if (issue.code === 'invalid_union') return [wrongKind(path)];
  if (issue.code === 'invalid_type') return [wrongType(path, issue.expected)];
  if (issue.code === 'too_big') return [bound(path, `at most ${issue.maximum}`, `не больше ${issue.maximum}`)];
  if (issue.code === 'too_small') return [bound(path, `at least ${issue.minimum}`, `не меньше ${issue.minimum}`)];
  return [{ path, ...otherwise(issue.message, issue.message) }];
}

function missing(path: string, field: PropertyKey | undefined): PlanFault {
  const question = Object.hasOwn(decisions, String(field)) ? decisions[String(field)] : undefined;
  if (question === undefined) return faultOf(path, 'missing');
  return {
    path,
    reason: { en: `is undecided: ${question.en}`, ru: `не решено: ${question.ru}` },
    cure: {
      en: 'Plans differ here; docs/plans.md lists the choices.',
      ru: 'Планы здесь различаются; варианты — в docs/plans.md.',
    },
  };
}

function isKnown(code: string): code is KnownCode {
  return Object.hasOwn(faultWords, code);
}

function unknownField(path: string): PlanFault {
  return {
    path,
    reason: { en: 'is not a known field', ru: 'нет такого поля' },
    cure: { en: 'Remove it, or correct its spelling.', ru: 'Уберите его или исправьте написание.' },
  };
}

function oneOf(path: string, values: readonly unknown[]): PlanFault {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return {
    path,
    reason: { en: 'has a value that is not allowed', ru: 'имеет недопустимое значение' },
    cure: { en: `Use ${list}.`, ru: `Укажите ${list}.` },
  };
}

const kinds = 'level, retail, direct, fastStart, passUp, generation, pool, differential, volume, binary, rankReward, matching';

function wrongKind(path: string): PlanFault {
  return {
    path,
    reason: { en: 'is not a bonus kind of this format', ru: 'нет такого вида бонуса в этом формате' },
    cure: {
      en: `Use ${kinds}; nothing pays for joining.`,
      ru: `Укажите один из видов ${kinds}; за вступление не платит ничто.`,
    },
  };
}

function wrongType(path: string, expected: string): PlanFault {
  return {
    path,
    reason: { en: `must be of type ${expected}`, ru: `должно быть типа ${expected}` },
    cure: { en: 'Correct the value.', ru: 'Исправьте значение.' },
  };
}

function bound(path: string, en: string, ru: string): PlanFault {
  return {
    path,
    reason: { en: `must be ${en}`, ru: `должно быть ${ru}` },
    cure: { en: 'Correct the number or the length of the list.', ru: 'Исправьте число или длину списка.' },
  };
}

function otherwise(en: string, ru: string): FaultWords {
  return {
    reason: { en, ru },
    cure: { en: 'Compare with docs/plans.md.', ru: 'Сверьтесь с docs/plans.md.' },
  };
}
