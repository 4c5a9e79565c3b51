import { defineErrors } from './define.ts';

/** Trials of a draft plan, and the processes that they are calculated in. */
export const trialsErrors = defineErrors({
  'TRIALS.ALREADY_RUNNING': {
    status: 409,
    retryable: true,
    en: {
      message: 'A trial of yours is still being calculated.',
      cure: 'Wait until it ends, or cancel it where you started it.',
    },
    ru: { message: 'Ваша предыдущая проверка ещё считается.', cure: 'Дождитесь её конца или отмените там, где начали.' },
  },
  'TRIALS.BUSY': {
    status: 503,
    retryable: true,
    en: { message: 'Others are trying plans at the moment; {most} at a time is the most.', cure: 'Try again in a minute.' },
    ru: { message: 'Сейчас планы проверяют другие; одновременно — не больше {most}.', cure: 'Повторите через минуту.' },
  },
  'TRIALS.BAD_SCENARIO': {
    status: 422,
    retryable: false,
    en: {
      message: 'The assumptions do not fit the plan: {faultsEn}.',
      cure: 'Take fewer members or months, or a currency with fewer digits.',
    },
    ru: {
      message: 'Предположения не подходят к плану: {faultsRu}.',
      cure: 'Возьмите меньше партнёров или месяцев либо валюту с меньшим числом знаков.',
    },
  },
  'PROCESS.OUT_OF_TIME': {
    status: 503,
    retryable: false,
    en: {
      message: 'The calculation took longer than {seconds} s and was stopped.',
      cure: 'Take fewer periods, months or members.',
    },
    ru: {
      message: 'Расчёт занял больше {seconds} с и остановлен.',
      cure: 'Возьмите меньше периодов, месяцев или партнёров.',
    },
  },
  'PROCESS.OUT_OF_MEMORY': {
    status: 503,
    retryable: false,
    en: {
      message: 'The calculation needed more than {megabytes} MB of memory and was stopped.',
      cure: 'Take fewer periods, months or members.',
    },
    ru: {
      message: 'Расчёту не хватило {megabytes} МБ памяти, и он остановлен.',
      cure: 'Возьмите меньше периодов, месяцев или партнёров.',
    },
  },
});
