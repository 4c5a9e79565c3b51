import { defineErrors } from './define.ts';

/** What the PlanRegistry contract refuses, under its own names. */
export const planRegistryErrors = defineErrors({
  'PLAN_REGISTRY.NOTICE_TOO_SHORT': {
    status: 409,
    retryable: false,
    en: {
      message: 'A plan for period {firstPeriod} comes too late: the earliest is {earliest}.',
      cure: 'Publish it for period {earliest} or later.',
    },
    ru: {
      message: 'План для периода {firstPeriod} опоздал: самый ранний — {earliest}.',
      cure: 'Опубликуйте его с периода {earliest} или позже.',
    },
  },
  'PLAN_REGISTRY.PERIOD_GOES_BACK': {
    status: 409,
    retryable: false,
    en: {
      message: 'A published plan already governs from period {previousFirstPeriod}; {firstPeriod} lies before it.',
      cure: 'Choose period {previousFirstPeriod} or later.',
    },
    ru: {
      message: 'Опубликованный план уже действует с периода {previousFirstPeriod}; {firstPeriod} раньше.',
      cure: 'Выберите период {previousFirstPeriod} или позже.',
    },
  },
  'PLAN_REGISTRY.BAD_CAP': {
    status: 400,
    retryable: false,
    en: { message: 'The cap {capPpm} ppm lies outside of 0 to 1,000,000.', cure: 'Correct the cap.' },
    ru: { message: 'Предел {capPpm} вне диапазона от 0 до 1 000 000.', cure: 'Исправьте предел.' },
  },
  'PLAN_REGISTRY.BAD_INSTANT_LEVELS': {
    status: 400,
    retryable: false,
    en: {
      message: 'The instant levels have a wrong length: {length} bytes.',
      cure: 'Give four bytes a level, at most ten levels.',
    },
    ru: {
      message: 'Мгновенные уровни неверной длины: {length} байт.',
      cure: 'По четыре байта на уровень, не больше десяти уровней.',
    },
  },
  'PLAN_REGISTRY.INSTANT_LEVELS_OVER_CAP': {
    status: 400,
    retryable: false,
    en: {
      message: 'The instant levels add up to {sumPpm} ppm, more than the cap {capPpm}.',
      cure: 'Lower the rates or raise the cap.',
    },
    ru: {
      message: 'Мгновенные уровни в сумме дают {sumPpm}, больше предела {capPpm}.',
      cure: 'Снизьте ставки или поднимите предел.',
    },
  },
  'PLAN_REGISTRY.EMPTY_SPEC': {
    status: 400,
    retryable: false,
    en: { message: 'The plan has no text.', cure: 'Publish the canonical JSON of the plan.' },
    ru: { message: 'У плана нет текста.', cure: 'Опубликуйте канонический JSON плана.' },
  },
  'PLAN_REGISTRY.UNKNOWN_VERSION': {
    status: 404,
    retryable: false,
    en: { message: 'No plan has the version {version}.', cure: 'Choose a published version.' },
    ru: { message: 'Плана версии {version} нет.', cure: 'Выберите опубликованную версию.' },
  },
  'PLAN_REGISTRY.NO_PLAN': {
    status: 409,
    retryable: false,
    en: { message: 'No plan governs period {period}.', cure: 'Publish a plan for it first.' },
    ru: { message: 'Для периода {period} нет плана.', cure: 'Сначала опубликуйте план.' },
  },
});

/** What the VolumeLedger contract refuses, under its own names. */
export const volumeLedgerErrors = defineErrors({
  'VOLUME_LEDGER.UNEXPECTED_SEQ': {
    status: 409,
    retryable: true,
    en: {
      message: 'Another batch was recorded meanwhile: number {actual} is next, not {expected}.',
      cure: 'Read the ledger again; nothing was written.',
    },
    ru: {
      message: 'Тем временем записана другая пачка: следующий номер {actual}, а не {expected}.',
      cure: 'Прочитайте журнал снова; ничего не записано.',
    },
  },
  'VOLUME_LEDGER.EMPTY_BATCH': {
    status: 400,
    retryable: false,
    en: { message: 'The batch is empty.', cure: 'Record at least one entry.' },
    ru: { message: 'Пачка пуста.', cure: 'Запишите хотя бы одну запись.' },
  },
  'VOLUME_LEDGER.FOUNDING_PERIOD': {
    status: 409,
    retryable: false,
    en: { message: 'Nothing is sold in the founding period.', cure: 'Close period 0 first.' },
    ru: { message: 'В учредительном периоде ничего не продаётся.', cure: 'Сначала закройте период 0.' },
  },
  'VOLUME_LEDGER.UNKNOWN_KIND': {
    status: 400,
    retryable: false,
    en: { message: 'Entry {index} is of the unknown kind {kind}.', cure: 'Correct the batch.' },
    ru: { message: 'Запись {index} неизвестного вида {kind}.', cure: 'Исправьте пачку.' },
  },
  'VOLUME_LEDGER.CREDIT_WITHOUT_SALE': {
    status: 400,
    retryable: false,
    en: {
      message: 'Entry {index} is an instant credit, which comes only with a sale.',
      cure: 'Leave it out; Checkout records credits itself.',
    },
    ru: {
      message: 'Запись {index} — мгновенное начисление, оно бывает только с продажей.',
      cure: 'Уберите её: начисления записывает сама оплата.',
    },
  },
  'VOLUME_LEDGER.NOT_CHECKOUT': {
    status: 403,
    retryable: false,
    en: { message: '{caller} is not the Checkout of this ledger.', cure: 'Pay through the Checkout in force.' },
    ru: { message: '{caller} — не действующий Checkout этого журнала.', cure: 'Оплачивайте через действующий Checkout.' },
  },
  'VOLUME_LEDGER.PERIOD_FULL': {
    status: 409,
    retryable: false,
    en: { message: 'The open period can hold no more volume.', cure: 'Close the period, then record again.' },
    ru: { message: 'Открытый период больше не вмещает объёма.', cure: 'Закройте период и запишите снова.' },
  },
  'VOLUME_LEDGER.TRUNCATED_ENTRY': {
    status: 400,
    retryable: false,
    en: { message: 'Entry {index} is cut off.', cure: 'Pack the batch again.' },
    ru: { message: 'Запись {index} оборвана.', cure: 'Упакуйте пачку заново.' },
  },
  'VOLUME_LEDGER.UNKNOWN_MEMBER': {
    status: 400,
    retryable: false,
    en: { message: 'Entry {index} names member {memberId}, who does not exist.', cure: 'Correct the batch.' },
    ru: { message: 'В записи {index} назван партнёр {memberId}, которого нет.', cure: 'Исправьте пачку.' },
  },
  'VOLUME_LEDGER.ZERO_ORDER': {
    status: 400,
    retryable: false,
    en: { message: 'Entry {index} names no order.', cure: 'Give every entry its order reference.' },
    ru: { message: 'В записи {index} не указан заказ.', cure: 'Укажите номер заказа в каждой записи.' },
  },
  'VOLUME_LEDGER.PERIOD_NOT_CLOSED': {
    status: 409,
    retryable: true,
    en: { message: 'Period {period} is not closed yet.', cure: 'Wait for its close.' },
    ru: { message: 'Период {period} ещё не закрыт.', cure: 'Дождитесь закрытия.' },
  },
  'VOLUME_LEDGER.UNEXPECTED_PERIOD': {
    status: 409,
    retryable: false,
    en: {
      message: 'The open period is {actual}, not {expected}.',
      cure: 'Look at the periods again; somebody may have closed it already.',
    },
    ru: { message: 'Открыт период {actual}, а не {expected}.', cure: 'Посмотрите периоды снова: возможно, его уже закрыли.' },
  },
});
