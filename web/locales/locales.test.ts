import { describe, expect, it } from 'vitest';

type Tree = { readonly [key: string]: string | Tree };

const texts = {
  en: import.meta.glob<Tree>('./en/*.json', { eager: true, import: 'default' }),
  ru: import.meta.glob<Tree>('./ru/*.json', { eager: true, import: 'default' }),
};
const pluralForms = { en: ['one', 'other'], ru: ['few', 'many', 'one', 'other'] } as const;
const pluralEnding = /_(zero|one|two|few|many|other)$/;

/** What ux.md forbids outside of "Details". `hash` and `root` may only stand in keys that are drawn there. */
const jargon =
  /\b(gas|nonce|rpc|merkle|calldata|eoa|mint|passive income|guaranteed)\b|газ\b|нонс|меркл|пассивн\w* доход|гарантирован/i;
const technical = /\b(hash|root)\b|хеш|корень/i;
const keysInDetails = /^(plans:check\.(own|chain)|receive:root|periods:prints\.|audit:prints\.)/;

function flatten(tree: Tree, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') flat.set(at, value);
    else for (const [inner, text] of flatten(value, at)) flat.set(inner, text);
  }
  return flat;
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const read = (language: 'en' | 'ru') =>
  new Map(
    Object.entries(texts[language]).flatMap(([file, tree]) => {
      const namespace = file.slice(`./${language}/`.length, -'.json'.length);
      return [...flatten(tree)].map(([key, text]) => [`${namespace}:${key}`, text] as const);
    }),
  );
const en = read('en');
const ru = read('ru');
const baseKeys = (all: ReadonlyMap<string, string>) =>
  [...new Set([...all.keys()].map((key) => key.replace(pluralEnding, '')))].toSorted(byText);
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))].toSorted(byText);

describe('both languages', () => {
  it('are there', () => {
    expect(en.size).toBeGreaterThan(300);
  });

  it('have the same keys', () => {
    expect(baseKeys(ru)).toEqual(baseKeys(en));
  });

  it('have no empty text', () => {
    for (const [key, text] of [...en, ...ru]) expect(text.trim(), key).not.toBe('');
  });

  it('use the same placeholders', () => {
    const byBase = (all: ReadonlyMap<string, string>, base: string) =>
      placeholders(
        [...all]
          .filter(([key]) => key.replace(pluralEnding, '') === base)
          .map(([, text]) => text)
          .join(' '),
      );
    for (const base of baseKeys(en)) expect(byBase(ru, base), base).toEqual(byBase(en, base));
  });

  it.each(['en', 'ru'] as const)('have all plural forms of %s', (language) => {
    const all = language === 'en' ? en : ru;
    const plural = new Set([...all.keys()].filter((key) => pluralEnding.test(key)).map((key) => key.replace(pluralEnding, '')));
    expect(plural.size).toBeGreaterThan(5);
    for (const base of plural) {
      const forms = [...all.keys()]
        .filter((key) => key.replace(pluralEnding, '') === base)
        .map((key) => key.slice(base.length + 1));
      expect(forms.toSorted(byText), base).toEqual(pluralForms[language]);
    }
  });

  it('leave the words of engineers to "Details"', () => {
    for (const [key, text] of [...en, ...ru]) {
      expect(text, key).not.toMatch(jargon);
      if (!keysInDetails.test(key)) expect(text, key).not.toMatch(technical);
    }
  });

  it('are really two: hardly any text is the same in both', () => {
    const same = [...en].filter(([key, text]) => ru.get(key) === text && /\p{L}{3}/u.test(text.replaceAll(/\{\{.*?\}\}/g, '')));
    expect(same).toEqual([]);
  });
});
