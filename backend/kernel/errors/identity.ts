import { defineErrors } from './define.ts';

/** Signing in, sessions, and what a person may do. */
export const identityErrors = defineErrors({
  'SESSION.REQUIRED': {
    status: 401,
    retryable: false,
    en: { message: 'Nobody is signed in.', cure: 'Sign in with your wallet and try again.' },
    ru: { message: 'Вход не выполнен.', cure: 'Войдите с помощью кошелька и повторите.' },
  },
  'SESSION.FORBIDDEN': {
    status: 403,
    retryable: false,
    en: { message: 'Your role does not allow this.', cure: 'Ask an administrator for the role, or sign in with another wallet.' },
    ru: { message: 'Ваша роль этого не позволяет.', cure: 'Попросите роль у администратора или войдите с другим кошельком.' },
  },
  'SESSION.MESSAGE_REFUSED': {
    status: 401,
    retryable: false,
    en: {
      message: 'The sign-in message is not acceptable: its {field} is {reason}.',
      cure: 'Ask for a new sign-in and sign the new message.',
    },
    ru: {
      message: 'Сообщение для входа не принято: поле {field}, причина: {reason}.',
      cure: 'Начните вход заново и подпишите новое сообщение.',
    },
  },
  'SESSION.NONCE_REFUSED': {
    status: 401,
    retryable: false,
    en: {
      message: 'This sign-in was already used, is too old, or was begun in another browser.',
      cure: 'Ask for a new sign-in and sign the new message.',
    },
    ru: {
      message: 'Этот вход уже использован, устарел или начат в другом браузере.',
      cure: 'Начните вход заново и подпишите новое сообщение.',
    },
  },
  'SESSION.SIGNATURE_REFUSED': {
    status: 401,
    retryable: false,
    en: {
      message: 'The signature is not from the wallet that the message names.',
      cure: 'Choose the right account in your wallet and sign again.',
    },
    ru: {
      message: 'Подпись сделана не тем кошельком, который назван в сообщении.',
      cure: 'Выберите нужный счёт в кошельке и подпишите ещё раз.',
    },
  },
});
