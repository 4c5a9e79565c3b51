import { defineErrors } from './define.ts';

/** Files that the command line cannot open; faults inside of them are named by the engine. */
export const planFileErrors = defineErrors({
  'PLAN_FILE.UNREADABLE': {
    status: 422,
    retryable: false,
    en: { message: 'The file {file} cannot be read as UTF-8 text.', cure: 'Check the path, the permissions and the encoding.' },
    ru: { message: 'Файл {file} не читается как текст UTF-8.', cure: 'Проверьте путь, права доступа и кодировку.' },
  },
  'PLAN_FILE.UNWRITABLE': {
    status: 422,
    retryable: true,
    en: { message: 'The result cannot be written to {file}.', cure: 'Check that the folder exists and may be written to.' },
    ru: { message: 'Не удалось записать результат в {file}.', cure: 'Проверьте, что папка существует и в неё можно писать.' },
  },
});
