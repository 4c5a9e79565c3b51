import { defineErrors } from './define.ts';

/** What the auditor's command refuses. */
export const auditErrors = defineErrors({
  'AUDIT.UNKNOWN_MEMBER': {
    status: 404,
    retryable: false,
    en: { message: 'There is no member {memberId}; there are {members}.', cure: 'Give a number from 1 to {members}.' },
    ru: { message: 'Партнёра {memberId} нет; всего их {members}.', cure: 'Укажите номер от 1 до {members}.' },
  },
  'AUDIT.PERIOD_NOT_CLOSED': {
    status: 409,
    retryable: false,
    en: { message: 'Period {period} is not closed; period {open} is open.', cure: 'Choose a closed period, from 1 on.' },
    ru: { message: 'Период {period} не закрыт; открыт период {open}.', cure: 'Выберите закрытый период, начиная с 1.' },
  },
  'AUDIT.EVENTS_MISSING': {
    status: 502,
    retryable: true,
    en: {
      message: 'The events of the chain are not complete or contradict each other ({reason}).',
      cure: 'Run the audit, which names the place, or ask another node.',
    },
    ru: {
      message: 'События сети неполны или противоречат друг другу ({reason}).',
      cure: 'Запустите audit — он назовёт место — или спросите другой узел.',
    },
  },
  'AUDIT.NO_DEPLOYMENT': {
    status: 400,
    retryable: false,
    en: {
      message: 'It is not said what to audit.',
      cure: 'Give --rpc URL and --deployment FILE, or start the demo (npm start) and run this beside it.',
    },
    ru: {
      message: 'Не сказано, что проверять.',
      cure: 'Укажите --rpc URL и --deployment FILE или запустите демо (npm start) и выполните команду рядом.',
    },
  },
  'AUDIT.BAD_NUMBER': {
    status: 400,
    retryable: false,
    en: { message: '{option} must be a whole number, not "{value}".', cure: 'Correct the option; see --help.' },
    ru: { message: '{option} должно быть целым числом, а не «{value}».', cure: 'Исправьте параметр; см. --help.' },
  },
});
