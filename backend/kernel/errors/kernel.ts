import { defineErrors } from './define.ts';

/** Faults of amounts, rates and numbers as people or machines wrote them. */
export const kernelErrors = defineErrors({
  'MONEY.NOT_TEXT': {
    status: 400,
    retryable: false,
    en: {
      message: 'An amount must be text in digits, but a {type} was given.',
      cure: 'Send the amount as text, such as "12.50".',
    },
    ru: {
      message: 'Сумма должна быть текстом из цифр, а передано значение типа {type}.',
      cure: 'Передайте сумму текстом, например «12.50».',
    },
  },
  'MONEY.SIGN': {
    status: 400,
    retryable: false,
    en: { message: 'An amount has no sign: {text}.', cure: 'Write the amount without plus or minus.' },
    ru: { message: 'Сумма пишется без знака: {text}.', cure: 'Уберите плюс или минус.' },
  },
  'MONEY.EXPONENT': {
    status: 400,
    retryable: false,
    en: { message: 'An amount has no exponent: {text}.', cure: 'Write out all digits.' },
    ru: { message: 'Сумма пишется без порядка: {text}.', cure: 'Напишите все цифры полностью.' },
  },
  'MONEY.NOT_A_NUMBER': {
    status: 400,
    retryable: false,
    en: { message: 'This is not an amount: {text}.', cure: 'Write digits and at most one decimal mark, such as 1234.50.' },
    ru: { message: 'Это не сумма: {text}.', cure: 'Напишите цифры и не больше одного десятичного знака, например 1234,50.' },
  },
  'MONEY.TOO_PRECISE': {
    status: 400,
    retryable: false,
    en: { message: 'The amount {text} has more than {digits} decimals.', cure: 'Shorten it to {digits} decimals.' },
    ru: { message: 'В сумме {text} больше {digits} знаков после запятой.', cure: 'Сократите до {digits} знаков.' },
  },
  'MONEY.BAD_RATE': {
    status: 400,
    retryable: false,
    en: {
      message: 'A rate is a whole number of parts per million, not {ppm}.',
      cure: 'Give the rate in parts per million: 5% is 50000.',
    },
    ru: {
      message: 'Ставка — целое число миллионных долей, а не {ppm}.',
      cure: 'Задайте ставку в миллионных долях: 5% — это 50000.',
    },
  },
  'ID.MEMBER': {
    status: 400,
    retryable: false,
    en: { message: '{value} is not a member number.', cure: 'Give a whole number from 1.' },
    ru: { message: '{value} — не номер партнёра.', cure: 'Укажите целое число от 1.' },
  },
  'ID.ORDER': {
    status: 400,
    retryable: false,
    en: { message: '{value} is not an order reference.', cure: 'Give a whole number from 1 to 281474976710655.' },
    ru: { message: '{value} — не номер заказа.', cure: 'Укажите целое число от 1 до 281474976710655.' },
  },
  'ID.PERIOD': {
    status: 400,
    retryable: false,
    en: { message: '{value} is not a period number.', cure: 'Give a whole number from 0.' },
    ru: { message: '{value} — не номер периода.', cure: 'Укажите целое число от 0.' },
  },
});
