import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPayoutFile } from '#engine/index.ts';
import { type Company, startCompany } from './company.ts';

let company: Company;
let folder: string;
let deploymentFile: string;

beforeAll(async () => {
  company = await startCompany();
  folder = await mkdtemp(join(tmpdir(), 'upline command — команда '));
  deploymentFile = join(folder, 'deployment.json');
  await writeFile(deploymentFile, JSON.stringify(company.deployment));
  const [first] = company.runs;
  if (first === undefined) throw new Error('the company has a first period');
  await writeFile(join(folder, 'payouts-1.json'), buildPayoutFile(first).bytes);
}, 120_000);

afterAll(async () => {
  await company?.stop();
  await rm(folder, { recursive: true, force: true });
});

const script = fileURLToPath(new URL('../../scripts/command.ts', import.meta.url));

/** Runs the command as a person would; what it printed and how it ended. */
async function upline(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, env: { ...process.env, LANG: 'C', LC_ALL: 'C' } });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  };
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await code, out, err };
}

const chain = (): string[] => ['--rpc', company.anvil.url, '--deployment', 'deployment.json'];

describe('the upline command', () => {
  it('ends with 0 when everything agrees, and prints the limits before the verdict', async () => {
    const { code, out } = await upline('audit', ...chain(), '--files', '.');
    expect(code).toBe(0);
    expect(out.indexOf('Not proved by any chain')).toBeLessThan(out.indexOf('VERDICT'));
  });

  it('prints a report that a program can read', async () => {
    const { out } = await upline('audit', ...chain(), '--files', '.', '--json');
    expect(JSON.parse(out)).toMatchObject({ format: 'upline.audit/1', verdict: 'agrees', chainId: 31_337 });
  });

  it('ends with 1 when something disagrees, in Russian when asked', async () => {
    const { code, out } = await upline('audit', ...chain(), '--files', tmpdir(), '--lang', 'ru');
    expect(code).toBe(1);
    expect(out).toContain('не опубликован');
  });

  it('ends with 2 and a cure when there is nothing to audit', async () => {
    const nobody = await upline('audit', '--rpc', 'http://127.0.0.1:9', '--deployment', 'deployment.json');
    expect(nobody.code).toBe(2);
    expect(nobody.err).toMatch(/✗ .+\n {2}→ .+/);
    expect((await upline('audit', '--rpc', company.anvil.url, '--deployment', 'nothing.json')).code).toBe(2);
    expect((await upline('audit', '--colour')).code).toBe(2);
    expect((await upline('prove', '--member', 'x', '--upline', '1', ...chain())).err).toContain('whole number');
  });

  it('proves an upline with 0 and refuses another with 1', async () => {
    const proof = await upline('prove', '--member', '4', '--upline', '2', ...chain());
    expect(proof).toMatchObject({ code: 0 });
    expect(proof.out).toContain('4 → 3 → 2');
    expect((await upline('prove', '--member', '4', '--upline', '5', ...chain())).code).toBe(1);
  });

  it('explains a member down to orders', async () => {
    const { code, out } = await upline('explain', '--member', '2', '--period', '1', ...chain());
    expect(code).toBe(0);
    expect(out).toContain('of order 103 by member 3');
    expect(out).toContain('Equal to the leaf of the root');
    expect(out).not.toContain('What was missing');
  });

  it('says below the lines what was missing, in both languages and for a program', async () => {
    const words = ['explain', '--member', '6', '--period', '2', ...chain()];
    expect((await upline(...words)).out).toContain('What was missing\n  Team bonus\n    Personal points: 0 of 50, 50 missing\n');
    expect((await upline(...words, '--lang', 'ru')).out).toContain('Личные баллы: 0 из 50, не хватает 50');
    const needs = [{ what: 'ppv', required: '5000', actual: '0', of: 'active' }];
    expect(JSON.parse((await upline(...words, '--json')).out)).toMatchObject({
      missing: [{ bonusId: 'team', kind: 'level', needs }],
      rankNames: {},
    });
    expect((await upline('explain', '--member', '6', '--period', '1', ...chain())).out).toContain(
      '    There was no order to be paid on\n',
    );
  });

  it('has examples for every verb', async () => {
    for (const verb of [['audit'], ['prove'], ['explain'], ['mirror', 'verify'], ['doctor']]) {
      const { code, out } = await upline(...verb, '--help');
      expect(code).toBe(0);
      expect(out).toMatch(/Examples:\n {2}\$ /);
    }
  });
});
