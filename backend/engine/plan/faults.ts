import { type z } from 'zod';
import { type Locale } from '#kernel/errors/index.ts';

/** The most faults that are named at once; the rest shows when these are mended. */
export const MOST_FAULTS = 100;

/** One fault of a plan or another file: where, what is wrong, and what to do about it, in both languages. */
export interface PlanFault {
  /** Dotted from the top, such as `bonuses.0.levels.2.ratePpm`; empty for the plan as a whole. */
  readonly path: string;
  readonly reason: Readonly<Record<Locale, string>>;
  readonly cure: Readonly<Record<Locale, string>>;
}

type Words = Pick<PlanFault, 'reason' | 'cure'>;

const words = {
  amount: {
    reason: { en: 'is not a whole amount as text', ru: 'не целая сумма, записанная текстом' },
    cure: {
      en: 'Write digits in quotes, without sign, point or leading zeros, such as "10000".',
      ru: 'Напишите цифры в кавычках без знака, точки и начальных нулей, например "10000".',
    },
  },
  rate: {
    reason: { en: 'is not a rate within bounds', ru: 'не ставка в допустимых пределах' },
    cure: {
      en: 'Give parts per million from 0 to 1000000 as a whole number (the cap at least 1): 5% is 50000.',
      ru: 'Укажите миллионные доли целым числом от 0 до 1000000 (предел не меньше 1): 5% — это 50000.',
    },
  },
  slug: {
    reason: { en: 'is not a plain name', ru: 'не простое имя' },
    cure: {
      en: 'Begin with a small Latin letter; only Latin letters and digits, at most 32.',
      ru: 'Начните со строчной латинской буквы; только латинские буквы и цифры, не больше 32.',
    },
  },
  words: {
    reason: { en: 'is empty, too long or has stray spaces', ru: 'пустой, слишком длинный или с лишними пробелами' },
    cure: {
      en: 'Write 1 to 120 characters without spaces at the ends.',
      ru: 'Напишите от 1 до 120 знаков без пробелов по краям.',
    },
  },
  name: {
    reason: { en: 'is not a name', ru: 'не имя' },
    cure: {
      en: 'Write 1 to 64 letters, digits or . _ : @ / - without spaces, or a whole number.',
      ru: 'Напишите от 1 до 64 букв, цифр или знаков . _ : @ / - без пробелов либо целое число.',
    },
  },
  moment: {
    reason: { en: 'is not a moment in time', ru: 'не момент времени' },
    cure: { en: 'Write it as 2026-01-31T12:00:00Z.', ru: 'Запишите как 2026-01-31T12:00:00Z.' },
  },
  tooLarge: {
    reason: { en: 'is larger than the ledger can hold', ru: 'больше, чем вмещает журнал' },
    cure: {
      en: 'PV is at most 4294967295, CV at most 1099511627775.',
      ru: 'PV не больше 4294967295, CV не больше 1099511627775.',
    },
  },
  hash: {
    reason: { en: 'is not a hash', ru: 'не хеш' },
    cure: { en: 'Write 0x and 64 hexadecimal digits.', ru: 'Напишите 0x и 64 шестнадцатеричные цифры.' },
  },
  notPlain: {
    reason: { en: 'is not a whole number in plain digits', ru: 'не целое число обычными цифрами' },
    cure: { en: 'Write it without exponent, point or sign.', ru: 'Запишите без экспоненты, точки и знака.' },
  },
  currencyCode: {
    reason: { en: 'is not a currency code', ru: 'не код валюты' },
    cure: { en: 'Write 2 to 12 Latin letters, such as dUSD.', ru: 'Напишите от 2 до 12 латинских букв, например dUSD.' },
  },
  repeatedBonus: {
    reason: { en: 'names a bonus that already exists', ru: 'повторяет имя другого бонуса' },
    cure: { en: 'Give every bonus its own id.', ru: 'Дайте каждому бонусу своё имя.' },
  },
  unknownCondition: {
    reason: { en: 'names a condition that the plan does not define', ru: 'называет условие, которого в плане нет' },
    cure: { en: 'Define it under activity, or name "active".', ru: 'Опишите его в activity или укажите "active".' },
  },
  unknownRank: {
    reason: { en: 'names a rank that the plan does not define', ru: 'называет ранг, которого в плане нет' },
    cure: { en: 'Define it under ranks.steps, or correct the name.', ru: 'Опишите его в ranks.steps или исправьте имя.' },
  },
  repeatedRank: {
    reason: { en: 'names a rank that already exists, or "none"', ru: 'повторяет имя другого ранга либо "none"' },
    cure: { en: 'Give every rank its own id.', ru: 'Дайте каждому рангу своё имя.' },
  },
  emptyLegTest: {
    reason: { en: 'asks nothing of a leg', ru: 'ничего не требует от ветки' },
    cure: { en: 'Name a rank, ovAtLeast, or both.', ru: 'Укажите rank, ovAtLeast или оба.' },
  },
  breakawayEnds: {
    reason: {
      en: 'is not set, though a lower rank breaks away: a promotion would bring the group back',
      ru: 'не задано, хотя младший ранг отделяется: повышение вернуло бы группу',
    },
    cure: { en: 'Set breaksAway to true here as well.', ru: 'Поставьте здесь breaksAway: true.' },
  },
  unknownBonus: {
    reason: { en: 'names a bonus that the plan does not define', ru: 'называет бонус, которого в плане нет' },
    cure: { en: 'Name the id of a bonus of this plan.', ru: 'Укажите id бонуса этого плана.' },
  },
  matchingOnMatching: {
    reason: {
      en: 'matches a matching bonus, which would go round in a circle',
      ru: 'начисляется на matching-бонус: получился бы круг',
    },
    cure: { en: 'Match bonuses of other kinds only.', ru: 'Укажите только бонусы других видов.' },
  },
  bracketOrder: {
    reason: { en: 'is out of order', ru: 'нарушает порядок' },
    cure: {
      en: 'List brackets from the lowest threshold upward, with rates that do not fall.',
      ru: 'Перечислите ступени от меньшего порога к большему, ставки не убывают.',
    },
  },
  strayRank: {
    reason: { en: 'stands without the compression that reads it', ru: 'стоит без сжатия, которое его читает' },
    cure: { en: 'Remove it, or use "skipBelowRank".', ru: 'Уберите его или укажите "skipBelowRank".' },
  },
  missing: {
    reason: { en: 'is missing', ru: 'отсутствует' },
    cure: { en: 'Add the field; docs/plans.md lists all of them.', ru: 'Добавьте поле; все поля перечислены в docs/plans.md.' },
  },
  notJson: {
    reason: { en: 'is not JSON', ru: 'не JSON' },
    cure: { en: 'Check commas, quotes and brackets.', ru: 'Проверьте запятые, кавычки и скобки.' },
  },
  notCanonical: {
    reason: { en: 'is not written canonically (RFC 8785)', ru: 'записан не канонически (RFC 8785)' },
    cure: { en: 'Publish the text that canonicalPlan gives.', ru: 'Публикуйте текст, который даёт canonicalPlan.' },
  },
} satisfies Record<string, Words>;

type KnownCode = keyof typeof words;

export function faultOf(path: string, code: KnownCode): PlanFault {
  return { path, ...words[code] };
}

/** All faults that a zod issue stands for: an issue about unknown fields has one for each. */
export function faultsOf(issue: z.core.$ZodIssue): PlanFault[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...issue.path, key].join('.')));
  if (issue.input === undefined && issue.code !== 'custom') return [missing(path, issue.path.at(-1))];
  if (issue.message === 'missing') return [missing(path, issue.path.at(-1))];
  if (isKnown(issue.message)) return [faultOf(path, issue.message)];
  if (issue.code === 'invalid_value') return [oneOf(path, issue.values)];
  if (issue.code === 'invalid_union') return [wrongKind(path)];
  if (issue.code === 'invalid_type') return [wrongType(path, issue.expected)];
  if (issue.code === 'too_big') return [bound(path, `at most ${issue.maximum}`, `не больше ${issue.maximum}`)];
  if (issue.code === 'too_small') return [bound(path, `at least ${issue.minimum}`, `не меньше ${issue.minimum}`)];
  return [{ path, ...otherwise(issue.message, issue.message) }];
}

/** Decisions on which published plans differ: none of them has a default. */
const decisions: Readonly<Record<string, Words['reason']>> = {
  compression: { en: 'does a member who cannot be paid hold a level?', ru: 'занимает ли уровень тот, кому нельзя платить?' },
  customerSaleLevelOne: { en: "who has level 1 of a customer's order?", ru: 'чей первый уровень у заказа покупателя?' },
  rounding: { en: 'where does a fraction go?', ru: 'куда идёт дробная часть?' },
  payTo: { en: 'which condition must be met to be paid?', ru: 'какое условие нужно для выплаты?' },
  onExcess: { en: 'what happens over the cap?', ru: 'что происходит сверх предела?' },
  advance: { en: 'may a rank be skipped?', ru: 'можно ли перескочить ранг?' },
  ownCounts: { en: "is own volume limited like a leg's?", ru: 'ограничен ли свой объём, как объём ветки?' },
  mostPerLegPpm: { en: 'how much of it may one leg bring?', ru: 'сколько может дать одна ветка?' },
  rankIn: {
    en: 'must the head of the leg have the rank, or anybody in it?',
    ru: 'ранг нужен главе ветки или кому-нибудь в ней?',
  },
  legActiveBy: { en: 'is a leg active by its head, or by anybody in it?', ru: 'ветка активна по главе или по любому в ней?' },
  ineligible: { en: "what becomes of an ineligible member's share?", ru: 'куда идёт доля того, кто не выполнил условие?' },
  bracketBy: { en: 'which volume selects the bracket?', ru: 'какой объём выбирает ступень?' },
  nobodyQualified: { en: 'what becomes of a pool that nobody shares?', ru: 'что с фондом, если делить некому?' },
  of: { en: 'which bonuses or volumes are meant?', ru: 'какие бонусы или объёмы имеются в виду?' },
  skipBelow: { en: 'below which rank is a member passed over?', ru: 'ниже какого ранга партнёра пропускают?' },
};

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
  return Object.hasOwn(words, code);
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

function wrongKind(path: string): PlanFault {
  return {
    path,
    reason: { en: 'is not a bonus kind of this format', ru: 'нет такого вида бонуса в этом формате' },
    cure: {
      en: 'Use "level", "pool", "differential", "volume" or "matching"; nothing pays for joining.',
      ru: 'Укажите "level", "pool", "differential", "volume" или "matching"; за вступление не платит ничто.',
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

function otherwise(en: string, ru: string): Words {
  return {
    reason: { en, ru },
    cure: { en: 'Compare with docs/plans.md.', ru: 'Сверьтесь с docs/plans.md.' },
  };
}
