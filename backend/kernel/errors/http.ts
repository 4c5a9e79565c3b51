import { defineErrors } from './define.ts';

/** Faults of a request that the HTTP door itself finds. */
export const httpErrors = defineErrors({
  'REQUEST.CROSS_ORIGIN': {
    status: 403,
    retryable: false,
    en: {
      message: 'A change may only be asked for by this site itself.',
      cure: 'Open {origin} and try there; a program sends the header "Origin: {origin}".',
    },
    ru: {
      message: 'Изменения принимаются только со страниц этого сайта.',
      cure: 'Откройте {origin} и повторите; программа передаёт заголовок «Origin: {origin}».',
    },
  },
  'REQUEST.NOT_JSON': {
    status: 415,
    retryable: false,
    en: {
      message: 'The request is not JSON.',
      cure: 'Send it with the header "Content-Type: application/json", not compressed.',
    },
    ru: {
      message: 'Запрос не в формате JSON.',
      cure: 'Отправьте его с заголовком «Content-Type: application/json», без сжатия.',
    },
  },
  'REQUEST.TOO_LARGE': {
    status: 413,
    retryable: false,
    en: { message: 'The request is larger than {limit} bytes.', cure: 'Send less at once.' },
    ru: { message: 'Запрос больше {limit} байт.', cure: 'Отправьте меньше данных за один раз.' },
  },
  'REQUEST.IDEMPOTENCY_REUSED': {
    status: 409,
    retryable: false,
    en: { message: 'This Idempotency-Key already stands for another request.', cure: 'Use a new key for a new request.' },
    ru: { message: 'Этот Idempotency-Key уже использован для другого запроса.', cure: 'Для нового запроса возьмите новый ключ.' },
  },
  'REQUEST.IN_PROGRESS': {
    status: 409,
    retryable: true,
    en: { message: 'The same request is still being worked on.', cure: 'Wait a few seconds and ask again with the same key.' },
    ru: { message: 'Такой же запрос ещё выполняется.', cure: 'Подождите несколько секунд и повторите с тем же ключом.' },
  },
});
