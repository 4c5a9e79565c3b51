import { defineErrors } from './define.ts';

/** Faults of a request as such, whatever it is about. */
export const requestErrors = defineErrors({
  'REQUEST.INVALID': {
    status: 400,
    retryable: false,
    en: { message: 'The request has a fault at {path}: {reason}.', cure: 'Correct that field and send the request again.' },
    ru: { message: 'В запросе ошибка в поле {path}: {reason}.', cure: 'Исправьте это поле и отправьте запрос ещё раз.' },
  },
  'REQUEST.NOT_FOUND': {
    status: 404,
    retryable: false,
    en: {
      message: 'There is nothing here, or it is not yours to see.',
      cure: 'Check the address, or sign in as the person it belongs to.',
    },
    ru: {
      message: 'Здесь ничего нет или у вас нет доступа.',
      cure: 'Проверьте адрес или войдите под тем, кому это принадлежит.',
    },
  },
  'REQUEST.TOO_MANY': {
    status: 429,
    retryable: true,
    en: { message: 'Too many requests.', cure: 'Wait {seconds} seconds and try again.' },
    ru: { message: 'Слишком много запросов.', cure: 'Подождите {seconds} с и повторите.' },
  },
  'REQUEST.FAILED': {
    status: 500,
    retryable: true,
    en: {
      message: 'Something went wrong on our side; nothing was lost.',
      cure: 'Try again. If it stays, tell the operator the code {id}.',
    },
    ru: {
      message: 'Сбой на нашей стороне; ничего не потеряно.',
      cure: 'Повторите. Если не помогло, сообщите оператору код {id}.',
    },
  },
});
