export type Language = 'ru' | 'en';

export interface Person {
  readonly name: string;
  readonly language: Language;
}

/** Everybody here is invented. The first three lead the branches. */
const russian = [
  'Анна Берестова',
  'Игорь Лугов',
  'Марина Сотникова',
  'Павел Ключевский',
  'Вера Полянская',
  'Тимур Асадов',
  'Ольга Рябинина',
  'Сергей Ольхов',
  'Наталья Вереск',
  'Дмитрий Зимин',
  'Елена Пасечник',
  'Руслан Гареев',
  'Татьяна Мятлева',
  'Алексей Кедров',
  'Юлия Снегирёва',
  'Константин Жарков',
  'Людмила Травина',
  'Артём Соловьёв',
  'Галина Чабрец',
  'Никита Бортник',
  'Светлана Ивлева',
  'Михаил Донник',
  'Ирина Калинина',
  'Роман Медведев-Лесной',
  'Ксения Росинка',
  'Виктор Шалфеев',
  'Оксана Лавренко',
  'Григорий Пчельников',
  'Дарья Облепихина',
  'Фёдор Липатов',
  'Алина Морошкина',
  'Степан Хвоин',
  'Зоя Ромашова',
  'Кирилл Тополев',
  'Надежда Кипрей',
  'Булат Сафин',
] as const;

const english = [
  'Grace Holloway',
  'Oliver Thornbury',
  'Maya Lindqvist',
  'Samuel Okafor-Reed',
  'Hannah Birchwood',
  'Daniel Ashgrove',
  'Priya Meadows',
  'Thomas Fennel',
  'Chloe Hartwell',
  'Marcus Applegarth',
  'Ella Sorrel',
  'James Whitbrook',
  'Nora Clovelly',
  'Leo Barrowdale',
  'Amelia Quince',
  'George Tarrowby',
  'Ruth Elderfield',
  'Henry Mossop',
  'Isla Farthingale',
  'Peter Larkspur',
  'Freya Dunmore',
  'Victor Honeywood',
  'Alice Penhallow',
  'Martin Yarrow',
] as const;

export const russianPeople: readonly Person[] = russian.map((name) => ({ name, language: 'ru' }));
export const englishPeople: readonly Person[] = english.map((name) => ({ name, language: 'en' }));

/** Who buys from partners without being one. Invented as well. */
export const customerNames: readonly Person[] = [
  { name: 'Валентина Петровна', language: 'ru' },
  { name: 'Семья Громовых', language: 'ru' },
  { name: 'Лидия К.', language: 'ru' },
  { name: 'Чайная у реки', language: 'ru' },
  { name: 'Андрей, сосед', language: 'ru' },
  { name: 'Инна С.', language: 'ru' },
  { name: 'The Corner Bakery', language: 'en' },
  { name: 'Mrs Everett', language: 'en' },
  { name: 'Jo from the gym', language: 'en' },
  { name: 'Riverside Yoga', language: 'en' },
];

export const staffNames = {
  administrator: { name: 'Лариса Невская', language: 'ru' },
  approver: { name: 'Edward Stillwater', language: 'en' },
  guardian: { name: 'Руфина Стражникова', language: 'ru' },
  auditor: { name: 'Margaret Tally', language: 'en' },
  operator: { name: 'Олег Дежурный', language: 'ru' },
} as const satisfies Record<string, Person>;

/** Not a partner yet: opens a partner's link and joins. */
export const guest: Person = { name: 'Полина Новикова', language: 'ru' };
