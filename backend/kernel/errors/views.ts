import { defineErrors } from './define.ts';

/** Saved views of lists. */
export const viewErrors = defineErrors({
  'VIEWS.TOO_MANY': {
    status: 409,
    retryable: false,
    en: {
      message: 'There are {most} saved views of this list already.',
      cure: 'Delete one that you no longer use, and save again.',
    },
    ru: { message: 'Для этого списка уже сохранено видов: {most}.', cure: 'Удалите ненужный вид и сохраните снова.' },
  },
});
