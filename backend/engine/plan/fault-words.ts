import { type Locale } from '#kernel/errors/index.ts';

/** What is wrong, and what to do about it. */
export interface FaultWords {
  readonly reason: Readonly<Record<Locale, string>>;
  readonly cure: Readonly<Record<Locale, string>>;
}

/** What is wrong and what to do about it, by the code of the fault. */
export const faultWords = {
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
  noPlacement: {
    reason: {
      en: 'walks the placement tree, which this company does not keep',
      ru: 'идёт по дереву размещения, которого эта компания не ведёт',
    },
    cure: { en: 'Use a bonus or a rank on the sponsor tree.', ru: 'Возьмите бонус или ранг по дереву спонсоров.' },
  },
  tooFewLegs: {
    reason: {
      en: 'reads more legs than a place of this company has',
      ru: 'читает больше ног, чем есть у места в этой компании',
    },
    cure: { en: 'Ask for as many legs as there are.', ru: 'Просите столько ног, сколько есть.' },
  },
  repeatedCap: {
    reason: { en: 'names a cap that already exists', ru: 'повторяет имя другого предела' },
    cure: { en: 'Give every cap its own id.', ru: 'Дайте каждому пределу своё имя.' },
  },
  capAfterMatching: {
    reason: {
      en: 'stands behind a cap on matching, which comes after matching',
      ru: 'стоит за пределом на matching-бонус, который действует после него',
    },
    cure: { en: 'List the caps that name a matching bonus last.', ru: 'Перечислите пределы на matching-бонусы последними.' },
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
  amountAboveZero: {
    reason: { en: 'must be above zero', ru: 'должно быть больше нуля' },
    cure: { en: 'Write a whole amount from "1".', ru: 'Напишите целую сумму от "1".' },
  },
  thresholdOrder: {
    reason: { en: 'is out of order', ru: 'нарушает порядок' },
    cure: { en: 'List thresholds from the lowest upward.', ru: 'Перечислите пороги от меньшего к большему.' },
  },
  strayField: {
    reason: { en: 'stands without the switch that reads it', ru: 'стоит без переключателя, который его читает' },
    cure: { en: 'Remove it, or set the switch that it belongs to.', ru: 'Уберите его или включите то, к чему оно относится.' },
  },
  cannotReplace: {
    reason: { en: 'names no other bonus on single orders', ru: 'не называет другой бонус на отдельные заказы' },
    cure: {
      en: 'Name a level, retail, direct, pass-up, generation or fast start bonus of this plan.',
      ru: 'Укажите бонус этого плана вида level, retail, direct, passUp, generation или fastStart.',
    },
  },
  circularRank: {
    reason: {
      en: 'names a rank that is not lower: it could never begin',
      ru: 'называет не младший ранг: он никогда бы не начался',
    },
    cure: { en: 'Name a rank that stands before this one.', ru: 'Укажите ранг, который стоит раньше.' },
  },
  graceChoice: {
    reason: { en: 'does not say how long a missed rank is kept', ru: 'не говорит, сколько держится упущенный ранг' },
    cure: { en: 'Write {"periods": 2}, or "forever".', ru: 'Напишите {"periods": 2} или "forever".' },
  },
  paysForJoining: {
    reason: {
      en: 'can be reached without any volume: rewarding it would pay for joining',
      ru: 'достижим без всякого объёма: награда за него была бы платой за вступление',
    },
    cure: {
      en: 'Let the rank ask for PPV, group volume or customers, or remove the reward.',
      ru: 'Потребуйте для ранга личный или групповой объём либо покупателей или уберите награду.',
    },
  },
  worstCaseAboveCap: {
    reason: {
      en: 'is below what the bonuses can come to, and the plan promises to stay within it',
      ru: 'меньше, чем могут составить бонусы, а план обещает его не превышать',
    },
    cure: {
      en: 'Lower rates, raise the cap, or set cap.onExcess to "scaleDown".',
      ru: 'Снизьте ставки, поднимите предел или укажите cap.onExcess: "scaleDown".',
    },
  },
  noBound: {
    reason: {
      en: "has no bound as a share of the period's CV, and the plan promises to stay within the cap",
      ru: 'не ограничен долей CV периода, а план обещает не превышать предел',
    },
    cure: { en: 'Set cap.onExcess to "scaleDown".', ru: 'Укажите cap.onExcess: "scaleDown".' },
  },
  roundsUp: {
    reason: {
      en: 'can exceed the exact share, and the plan promises to stay within the cap',
      ru: 'может превысить точную долю, а план обещает не превышать предел',
    },
    cure: { en: 'Use "down", or set cap.onExcess to "scaleDown".', ru: 'Укажите "down" или cap.onExcess: "scaleDown".' },
  },
  notJson: {
    reason: { en: 'is not JSON', ru: 'не JSON' },
    cure: { en: 'Check commas, quotes and brackets.', ru: 'Проверьте запятые, кавычки и скобки.' },
  },
  notCanonical: {
    reason: { en: 'is not written canonically (RFC 8785)', ru: 'записан не канонически (RFC 8785)' },
    cure: { en: 'Publish the text that canonicalPlan gives.', ru: 'Публикуйте текст, который даёт canonicalPlan.' },
  },
} satisfies Record<string, FaultWords>;
