import { defineErrors } from './define.ts';

/** Faults of the house itself: settings, database, stored files. */
export const platformErrors = defineErrors({
  'CONFIG.INVALID': {
    status: 500,
    retryable: false,
    en: { message: 'The setting {variable} is wrong: {reason}.', cure: 'Correct {variable} in the environment and start again.' },
    ru: { message: 'Настройка {variable} неверна: {reason}.', cure: 'Исправьте {variable} в окружении и запустите снова.' },
  },
  'CONFIG.UNSAFE_IN_PRODUCTION': {
    status: 500,
    retryable: false,
    en: {
      message: 'The setting {variable} is not allowed in production: {reason}.',
      cure: 'Give {variable} a value of your own, or unset NODE_ENV=production for a trial.',
    },
    ru: {
      message: 'Настройка {variable} недопустима в рабочем режиме: {reason}.',
      cure: 'Задайте собственное значение {variable} или уберите NODE_ENV=production для пробного запуска.',
    },
  },
  'DATABASE.BUSY': {
    status: 503,
    retryable: true,
    en: { message: 'The database could not finish because others changed the same rows.', cure: 'Try again in a moment.' },
    ru: { message: 'База данных не закончила работу: те же строки меняли другие.', cure: 'Повторите через несколько секунд.' },
  },
  'FILES.BAD_NAME': {
    status: 400,
    retryable: false,
    en: { message: 'A stored file cannot have the name {name}.', cure: 'Use letters, digits, dot, dash and underscore.' },
    ru: { message: 'Файл не может называться {name}.', cure: 'Используйте буквы, цифры, точку, дефис и подчёркивание.' },
  },
  'FILES.DIFFERENT_CONTENT': {
    status: 409,
    retryable: false,
    en: {
      message: 'The file {name} is stored already with other content.',
      cure: 'Stored files never change. Store it under another name.',
    },
    ru: {
      message: 'Файл {name} уже сохранён с другим содержимым.',
      cure: 'Сохранённые файлы не меняются. Сохраните под другим именем.',
    },
  },
});
