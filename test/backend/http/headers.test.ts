import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { api, cookieLines, type Door, openDoor } from './door.ts';

let folder: string;
let door: Door;
let secure: Door;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'upline-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Upline</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  door = await openDoor({ settings: { webDir: folder } });
  secure = await openDoor({
    settings: { webDir: folder, publicUrl: 'https://office.example', browserRpcUrl: 'https://node.example/key/123', demo: false },
  });
});
afterAll(async () => {
  await door.close();
  await secure.close();
  rmSync(folder, { recursive: true });
});

const kinds: readonly [string, string][] = [
  ['a page', '/members/5'],
  ['a file', '/assets/app-1a2b.js'],
  ['an answer', api('/me')],
  ['nothing', api('/nothing-here')],
  ['health', '/health'],
];

describe('B27: headers of every answer', () => {
  it.each(kinds)('%s', async (_name, path) => {
    const response = await request(secure.app).get(path).set('Accept', 'text/html');
    const headers = response.headers as Record<string, string>;
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toContain("connect-src 'self' https://node.example;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['permissions-policy']).toContain('microphone=()');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('promises https only where there is https', async () => {
    const response = await request(door.app).get(api('/me'));
    expect(response.headers as object).not.toHaveProperty('strict-transport-security');
    expect(String((response.headers as Record<string, string>)['content-security-policy'])).not.toContain(
      'upgrade-insecure-requests',
    );
  });

  it('keeps no answer of the API, every hashed file, and asks again for pages', async () => {
    const cache = async (path: string) =>
      ((await request(door.app).get(path).set('Accept', 'text/html')).headers as Record<string, string>)['cache-control'];
    expect(await cache(api('/me'))).toBe('no-store');
    expect(await cache(api('/nothing'))).toBe('no-store');
    expect(await cache('/assets/app-1a2b.js')).toBe('public, max-age=31536000, immutable');
    expect(await cache('/')).toBe('no-cache');
    expect(await cache('/team/5')).toBe('no-cache');
  });

  it('binds cookies to this host and to https', async () => {
    const response = await request(secure.app)
      .post(api('/auth/nonce'))
      .set({ Origin: 'https://office.example', 'Content-Type': 'application/json' })
      .send('{}');
    expect(response.status).toBe(201);
    expect(cookieLines(response).join()).toMatch(
      /^__Host-upline-sign-in=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
  });
});

describe('the web', () => {
  it('opens every page that a browser asks for, and says no to a missing file or route', async () => {
    expect((await request(door.app).get('/earnings/3').set('Accept', 'text/html')).text).toContain('<title>Upline</title>');
    expect((await request(door.app).get('/assets/gone.js')).status).toBe(404);
    const api404 = await request(door.app).get(api('/gone')).set('Accept', 'text/html');
    expect(api404.type).toBe('application/problem+json');
    expect((await request(door.app).get('/../package.json').set('Accept', 'application/json')).status).toBe(404);
  });
});
