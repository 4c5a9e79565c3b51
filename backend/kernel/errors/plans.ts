import { defineErrors } from './define.ts';

/** Compensation plans. */
export const plansErrors = defineErrors({
  'PLANS.UNKNOWN_VERSION': {
    status: 404,
    retryable: false,
    en: { message: 'There is no plan version {version}.', cure: 'Look at the list of plans.' },
    ru: { message: 'Версии плана {version} нет.', cure: 'Посмотрите список планов.' },
  },
  'PLANS.NONE_FOR_PERIOD': {
    status: 409,
    retryable: false,
    en: { message: 'No plan is published for period {period}.', cure: 'Publish a plan that governs it.' },
    ru: { message: 'Для периода {period} план не опубликован.', cure: 'Опубликуйте план, который его охватывает.' },
  },
  'PLANS.HASH_DISAGREES': {
    status: 500,
    retryable: false,
    en: {
      message: 'The text of plan version {version} does not have the hash that stands on the chain.',
      cure: 'Stop calculating; check the mirror against the chain.',
    },
    ru: {
      message: 'Текст плана версии {version} не соответствует хешу в блокчейне.',
      cure: 'Остановите расчёты; сверьте зеркало с блокчейном.',
    },
  },
});
