import { z } from 'zod';
import { join } from 'node:path';
import { type Home, projectFolder } from './home.ts';
import type { Places } from './server.ts';

const people = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      role: z.string(),
      memberId: z.number().nullable(),
      whatToTry: z.object({ en: z.string(), ru: z.string() }),
    }),
  ),
});

const words = {
  en: {
    title: 'Upline is running. Everything here is play: play money, invented people, keys that are public.',
    cabinet: 'Cabinet and console',
    api: 'API description',
    chain: 'Chain (JSON-RPC)',
    database: 'PostgreSQL',
    addresses: 'Contract addresses',
    logs: 'Logs',
    people: 'Enter as one of these people: "Sign in" on the first page, one click, no wallet needed',
    member: 'member',
    verify: 'Check it without our server:  npx upline audit      Stop: Ctrl-C      Start over: npm start -- --reset',
  },
  ru: {
    title: 'Upline работает. Всё здесь игрушечное: деньги, люди и ключи, известные всем.',
    cabinet: 'Кабинет и консоль',
    api: 'Описание API',
    chain: 'Сеть (JSON-RPC)',
    database: 'PostgreSQL',
    addresses: 'Адреса контрактов',
    logs: 'Журналы',
    people: 'Войдите за одного из этих людей: «Войти» на первой странице, одно нажатие, свой кошелёк не нужен',
    member: 'партнёр',
    verify: 'Проверить без нашего сервера:  npx upline audit      Остановить: Ctrl-C      Начать заново: npm start -- --reset',
  },
} as const;

export type Language = keyof typeof words;

export const systemLanguage = (): Language =>
  /^ru/i.test(process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '') ? 'ru' : 'en';

/** The one table at the end: where everything is and whom one can play. */
export async function finalTable(
  home: Home,
  places: Places,
  demo: boolean,
  language: Language = systemLanguage(),
): Promise<string> {
  const text = words[language];
  const rows = [
    [text.cabinet, places.url],
    [text.api, join(projectFolder, 'backend', 'api', 'openapi.json')],
    [text.chain, places.rpcUrl],
    [text.database, places.databaseUrl],
    [text.addresses, home.deployment],
    [text.logs, home.logs],
  ];
  const lines = ['', ...box([text.title, '', ...rows.map(([name = '', value = '']) => `${name.padEnd(22)} ${value}`)])];
  if (demo) {
    const { items } = await demoPeople(places.url);
    const width = Math.max(...items.map((person) => label(person, text.member).length));
    lines.push(
      '',
      text.people,
      '',
      ...items.flatMap((person) => wrapped(label(person, text.member).padEnd(width + 2), person.whatToTry[language])),
    );
  }
  return [...lines, '', text.verify, ''].join('\n');
}

type Person = z.infer<typeof people>['items'][number];

export async function demoPeople(url: string): Promise<z.infer<typeof people>> {
  const response = await fetch(`${url}/api/v1/demo/people`);
  if (!response.ok) throw new Error(`GET /demo/people answers ${response.status}`);
  return people.parse(await response.json());
}

const label = (person: Person, member: string): string =>
  `  ${person.name} · ${person.role}${person.memberId === null ? '' : ` · ${member} ${person.memberId}`}`;

const LINE = 110;

function box(lines: readonly string[]): string[] {
  const width = Math.max(...lines.map((line) => line.length));
  return [`┌─${'─'.repeat(width)}─┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└─${'─'.repeat(width)}─┘`];
}

/** `head` and the text beside it, broken at words. */
function wrapped(head: string, text: string): string[] {
  const lines: string[] = [];
  let line = head;
  for (const word of text.split(' ')) {
    if (line.length + word.length > LINE && line.trim() !== '') {
      lines.push(line);
      line = ' '.repeat(head.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
