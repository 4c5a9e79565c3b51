import { describe, expect, it } from 'vitest';
import { blocksOf, documentText } from './testing/document.ts';

/** What a section says that is the same in every language. */
interface Section {
  readonly heading: string;
  /** `2` or, without a number, how deep. */
  readonly place: string;
  readonly blocks: readonly string[];
  /** Everything in backquotes, sorted. */
  readonly codes: readonly string[];
  readonly tableRows: number;
  readonly rules: readonly string[];
  /** Numbers of the prose, sorted. */
  readonly numbers: readonly string[];
}

const FENCE = /^```.*\n[\s\S]*?^```$/gm;

function sectionsOf(document: string, locale: 'en' | 'ru'): Section[] {
  // Headings inside of blocks are no headings; blocks keep their place.
  const blocks: string[] = [];
  const text = documentText(document).replaceAll(FENCE, (block) => `⟦${blocks.push(block) - 1}⟧`);
  return text.split(/^(?=##+ )/m).map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    const body = lines.join('\n');
    const prose = body
      .replaceAll(/`[^`]*`/g, '')
      .replaceAll(/⟦\d+⟧/g, '')
      .replaceAll(/\]\([^)]*\)/g, ']');
    return {
      heading,
      place: /^#+ (\d+)\./.exec(heading)?.[1] ?? heading.replace(/[^#].*$/, ''),
      blocks: [...body.matchAll(/⟦(\d+)⟧/g)].map((match) => withoutComments(blocks[Number(match[1])] ?? '')),
      codes: [...body.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? '').replaceAll(/\s+/g, ' ')).sort(),
      tableRows: body.split('\n').filter((line) => line.startsWith('|')).length,
      rules: [...body.matchAll(/^ *(\d+\.|-) /gm)].map((match) => match[1] ?? ''),
      numbers: [...plain(prose, locale).matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => number).sort(),
    };
  });
}

/** 1,000,000 and 0.5 of English, 1 000 000 and 0,5 of Russian. */
function plain(text: string, locale: 'en' | 'ru'): string {
  if (locale === 'en') return text.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '');
  return text.replaceAll(/(?<=\d)[ \u00a0](?=\d{3}\b)/g, '').replaceAll(/(?<=\d),(?=\d)/g, '.');
}

/** What stands behind a command of the shell is in the language of the document. */
function withoutComments(block: string): string {
  return block.startsWith('```\n') ? block.replaceAll(/ +# .*$/gm, '') : block;
}

describe('docs/plans.ru.md beside docs/plans.md', () => {
  const english = sectionsOf('plans.md', 'en');
  const russian = sectionsOf('plans.ru.md', 'ru');

  it('has the same sections, and the same examples word for word', () => {
    expect(russian.map(({ place }) => place)).toEqual(english.map(({ place }) => place));
    expect(english.length).toBeGreaterThan(30);
    for (const label of ['plan', 'example', 'rounding'])
      expect(blocksOf('plans.ru.md', label)).toEqual(blocksOf('plans.md', label));
  });

  // The head of each document names the other.
  it.each(english.slice(1).map((section, index) => [section.heading, section, russian[index + 1]] as const))(
    'says the same in "%s": fields, blocks, rules, rows and numbers',
    (_heading, section, translated) => {
      const { heading: _english, ...wanted } = section;
      const { heading: _russian, ...found } = translated ?? { heading: '' };
      expect(found).toEqual(wanted);
    },
  );

  it('is Russian throughout', () => {
    for (const { heading } of russian) expect(heading).toMatch(/[а-яё]/i);
    const prose = documentText('plans.ru.md')
      .replaceAll(FENCE, '')
      .replaceAll(/`[^`]*`/g, '');
    for (const paragraph of prose.split(/\n{2,}/)) if (/[a-z]{3}/i.test(paragraph)) expect(paragraph).toMatch(/[а-яё]/i);
  });
});
