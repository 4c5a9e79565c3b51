import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { planOf } from '#engine/testing/world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'upline-trial-'));
const command = fileURLToPath(new URL('../command.ts', import.meta.url));

function file(name: string, data: unknown): string {
  const place = path.join(folder, name);
  writeFileSync(place, typeof data === 'string' ? data : JSON.stringify(data));
  return place;
}

function upline(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' });
}

const draft = file('draft.yaml', stringify(planOf({ active: '0' })));
const current = file('current.json', planOf({ active: '0', bonus: { levels: [{ ratePpm: 100_000 }] } }));
const members = [{ id: 'c' }, { id: 'a', sponsor: 'c' }, { id: 'b', sponsor: 'a' }, { id: 'd', sponsor: 'b' }];
const order = (ref: string) => ({ member: 'd', kind: 'ownPurchase', pv: '0', cv: '1000000', ref });
const january = file('january.json', { members, volumes: [order('o1')] });
const february = file('february.json', { members, volumes: [order('o2')] });

describe('simulate and backtest on the command line', { timeout: 60_000 }, () => {
  it('simulates: the same by seed, numbers over those of the scenario, a report beside the text', () => {
    const scenario = file('growth.yaml', 'months: 3\nstartMembers: 30\nseed: 4\n');
    const result = path.join(folder, 'simulation.json');
    const words = ['simulate', '--plan', draft, '--scenario', scenario, '--months', '2'];
    const text = upline(...words, '--out', result);
    expect(text).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('Simulation, seed 4.') });
    const written = JSON.parse(readFileSync(result, 'utf8')) as { draft: { periods: unknown[] } };
    expect(written).toMatchObject({ format: 'upline.simulation/1', scenario: { months: 2, startMembers: 30, seed: 4 } });
    expect(written.draft.periods).toHaveLength(2);
    expect(JSON.parse(upline(...words, '--json').stdout)).toEqual(written);
    expect(JSON.parse(upline(...words, '--json', '--seed', '5').stdout)).not.toEqual(written);
    expect(upline(...words, '--current', current, '--lang', 'ru')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Больше всего изменилось у:'),
    });
  });

  it('backtests a draft on past periods beside the plan in force', () => {
    const { status, stdout } = upline(
      'backtest',
      '--plan',
      draft,
      '--current',
      current,
      '--against',
      january,
      february,
      '--json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'upline.backtest/1',
      draft: { periods: [{ earned: '150000' }, { earned: '150000' }], totals: { payoutPpm: 150_000 } },
      current: { totals: { earned: '200000' } },
      changes: {
        winners: 1,
        losers: 0,
        unchanged: 2,
        gained: '100000',
        mostChanged: [{ member: 'a', before: '0', after: '100000' }],
      },
    });
    const text = upline('backtest', '--plan', draft, '--current', current, '--against', january, february).stdout;
    expect(text).toMatch(/1 would have more \(0\.10 together\), 0 less \(0\.00\), 2 as much\./);
    expect(upline('backtest', '--plan', draft, '--against', january).stdout).toContain('No plan to compare with');
  });

  it('refuses with every fault and its file, writes nothing, and says what a number must be', () => {
    const never = path.join(folder, 'never.json');
    const bad = file('bad.json', { members, volumes: [{ ...order('o1'), cv: '1.5' }] });
    const again = upline('backtest', '--plan', draft, '--against', january, january, '--out', never, '--lang', 'ru');
    expect(again).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/january\.json: ошибок 1[\s\S]*volumes\.0\.ref: повторяет номер/),
    });
    expect(upline('backtest', '--plan', draft, '--against', january, bad, '--out', never)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('volumes.0.cv'),
    });
    const wrong = file('wrong.json', { months: 0, surprise: 1 });
    const refused = upline('simulate', '--plan', file('plan.json', {}), '--scenario', wrong, '--out', never);
    expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining('plan.json') });
    const scenario = upline('simulate', '--plan', draft, '--scenario', wrong, '--json');
    expect(JSON.parse(scenario.stdout)).toMatchObject({ faults: [[wrong, [{ path: 'months' }, { path: 'surprise' }]]] });
    expect(upline('simulate', '--plan', draft, '--months', '1e3')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--months must be a whole number'),
    });
    expect(upline('simulate', '--plan', path.join(folder, 'nothing'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('cannot be read'),
    });
    expect(upline('backtest', '--plan', draft).status).toBe(2);
    expect(() => readFileSync(never)).toThrow(/ENOENT/);
  });
});
