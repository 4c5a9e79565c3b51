import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'upline.language';

type Namespaces = Record<string, Record<string, unknown>>;

/** Each language is one chunk; only the one that is read is loaded. */
const loaders: Record<Language, () => Promise<{ default: Namespaces }>> = {
  ru: () => import('../locales/ru.ts'),
  en: () => import('../locales/en.ts'),
};

/** What was chosen here before, else what the browser asks for, else English. */
export function preferredLanguage(): Language {
  const stored = readStored();
  if (stored !== undefined) return stored;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('ru')) ? 'ru' : 'en';
}

function readStored(): Language | undefined {
  const stored = localStorage.getItem(storageKey);
  return languages.find((language) => language === stored);
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage();
  const { default: resources } = await loaders[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: resources },
    defaultNS: 'common',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (_languages, namespace, key) => {
      console.error(`missing text ${namespace}:${key}`);
    },
  });
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) {
    const { default: resources } = await loaders[language]();
    for (const [namespace, texts] of Object.entries(resources)) i18next.addResourceBundle(language, namespace, texts);
  }
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
