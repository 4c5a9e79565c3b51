import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { planOf } from '#engine/testing/world.ts';
import { readData } from './read-data.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'upline-plan-'));
const command = fileURLToPath(new URL('../command.ts', import.meta.url));

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

function upline(...words: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

describe('the command line on files', { timeout: 60_000 }, () => {
  it('checks, runs month after month, and refuses without writing anything', () => {
    const plan = file('plan.yaml', stringify(planOf({ active: '0' })));
    const members = [{ id: 'c' }, { id: 'a', sponsor: 'c' }, { id: 'b', sponsor: 'a' }];
    const order = { member: 'b', kind: 'ownPurchase', pv: '0', cv: '1000', ref: 'o1' };
    const january = file('january.json', JSON.stringify({ members, volumes: [order] }));
    const february = file('february.json', JSON.stringify({ members, volumes: [{ ...order, kind: 'ownRefund' }] }));
    const result = path.join(folder, 'result.json');
    expect(upline('plan', 'check', plan)).toMatchObject({ status: 0, text: expect.stringContaining('team (level)') });
    expect(upline('run', '--plan', plan, '--network', january, '--out', result).status).toBe(0);
    expect(JSON.parse(readFileSync(result, 'utf8'))).toMatchObject({ earnings: [{ member: 'a', cumulative: '100' }] });
    const second = upline('run', '--plan', plan, '--network', february, '--carry', result);
    expect(JSON.parse(second.text)).toMatchObject({ period: 2, earnings: [{ member: 'a', cumulative: '100', debt: '100' }] });
    const refused = upline(
      'run',
      '--plan',
      plan,
      '--network',
      february,
      '--out',
      path.join(folder, 'never.json'),
      '--lang',
      'ru',
    );
    expect(refused).toMatchObject({ status: 1, text: expect.stringContaining('volumes.0.ref: возвращает заказ') });
    expect(() => readFileSync(path.join(folder, 'never.json'))).toThrow(/ENOENT/);
  });

  it('names what the notation hides: exponents, fractions, repeated fields, aliases', async () => {
    const faults = async (text: string): Promise<string[]> =>
      (await readData(file('x', text))).faults.map(({ path: at, reason }) => `${at} ${reason.en}`);
    expect(await faults('{"a":[{"b":1e5},{"c":0.5}],"d":+7,"e":0x10}')).toEqual([
      'a.0.b is not a whole number in plain digits',
      'a.1.c is not a whole number in plain digits',
      'd is not a whole number in plain digits',
      'e is not a whole number in plain digits',
    ]);
    expect((await faults('a: 1\na: 2\n'))[0]).toMatch(/Map keys must be unique/);
    expect((await faults('a: &x 1\nb: *x\n'))[0]).toMatch(/alias/);
    const large = `{"a":[${'"x",'.repeat(300_000)}1e5]}`;
    expect(await faults(large)).toEqual(['a.300000 is not a whole number in plain digits']);
    expect(await faults(large.replace('1e5', '5'))).toEqual([]);
    await expect(readData(path.join(folder, 'nothing'))).rejects.toThrow(/PLAN_FILE\.UNREADABLE/);
  });
});
