import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
let folder: string;
let scripts: Map<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'upline-web-'));
  // Vitest says "test", which would bundle the development edition of React.
  process.env['NODE_ENV'] = 'production';
  process.env['VITE_DEMO'] = '';
  process.env['WEB_OUT_DIR'] = folder;
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' });
  const assets = join(folder, 'assets');
  scripts = new Map(
    readdirSync(assets)
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, readFileSync(join(assets, name), 'utf8')]),
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a bundle for production', () => {
  it('holds no demo wallet and no key from a server', () => {
    expect(scripts.size).toBeGreaterThan(20);
    for (const [name, text] of scripts) {
      expect(text, name).not.toMatch(/upline\.demo\.|upline-demo-wallet|the demo wallet has no key|demo-people/u);
    }
  });

  it('has no script in the page itself, as the content policy demands', () => {
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/u);
  });

  it('opens with little: the first scripts together stay below 300 KiB on the line', () => {
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const first = [...page.matchAll(/\/assets\/([\w.-]+\.js)/gu)].map((match) => match[1] ?? '');
    const bytes = first.reduce((sum, name) => sum + gzipSync(scripts.get(name) ?? '').length, 0);
    expect(first.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(300 * 1024);
  });
});
