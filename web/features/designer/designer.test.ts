import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decisions } from '#engine/plan/decisions.ts';
import { checkPlan } from '#engine/plan/parse.ts';
import en from '../../locales/en/designer.json' with { type: 'json' };
import ru from '../../locales/ru/designer.json' with { type: 'json' };
import { faultIndex, namesIn } from './desk.tsx';
import { begin, changed, changeText, moved, readDraft, redo, undo, write, writeData } from './draft.ts';
import { sampleMonth } from './sample.ts';
import { loadMonth, loadReadyPlan, readyPlans } from './ready-plans.ts';
import { beginningOf, type Group, planShape, type Shape } from './shape.ts';
import { amountUnit, percentUnit, readable, readIn, shownIn } from './units.ts';

const folder = new URL('../../../docs/plans/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).flatMap((file) => /^([^.]+)\.json$/.exec(file)?.[1] ?? []);

/** Every field of the plan language with its shape. */
function* fieldsOf(shape: Shape, name = 'plan'): Generator<readonly [string, Shape]> {
  yield [name, shape];
  if (shape.type === 'group') {
    for (const field of shape.fields) yield* fieldsOf(field.shape, field.name);
    if (shape.others !== undefined) yield* fieldsOf(shape.others, name);
  }
  if (shape.type === 'list') yield* fieldsOf(shape.item, name);
  if (shape.type === 'table') yield* fieldsOf(shape.value, name);
  if (shape.type === 'either') yield* fieldsOf(shape.group, name);
  if (shape.type === 'kinds') for (const group of shape.options.values()) yield* fieldsOf(group, name);
}

const shape = planShape();
const fields = [...fieldsOf(shape)];
const kinds = fields.find(([name, { type }]) => name === 'bonuses' && type === 'kinds')?.[1] as Extract<Shape, { type: 'kinds' }>;

describe('the form is made from the schema', () => {
  it('has a field for everything that a plan can say', () => {
    expect([...kinds.options.keys()].length).toBeGreaterThanOrEqual(12);
    expect(fields.length).toBeGreaterThan(150);
  });

  it('has words in both languages for every field and every choice', () => {
    const missing: string[] = [];
    for (const [name, inner] of fields) {
      if (name === 'plan' || inner.type === 'fixed') continue;
      for (const words of [en, ru]) {
        if (!Object.hasOwn(words.field, name)) missing.push(`field.${name}`);
        const choices: Record<string, Record<string, string>> = words.choice;
        if (inner.type === 'choice') {
          for (const value of inner.values) if (choices[name]?.[value] === undefined) missing.push(`choice.${name}.${value}`);
        }
        if (inner.type === 'either')
          for (const value of [inner.word, 'group'])
            if (choices[name]?.[value] === undefined) missing.push(`choice.${name}.${value}`);
      }
    }
    for (const words of [en, ru]) {
      for (const kind of kinds.options.keys()) if (!Object.hasOwn(words.choice.kind, kind)) missing.push(`choice.kind.${kind}`);
    }
    expect([...new Set(missing)]).toEqual([]);
  });

  it('knows what every amount is counted in', () => {
    const amounts = fields.filter(([, { type }]) => type === 'amount').map(([name]) => name);
    expect(amounts.filter((name) => amountUnit(name, 6) === undefined)).toEqual([]);
  });

  it('begins a bonus of any kind with its decisions open: the check asks for them', () => {
    for (const [kind, group] of kinds.options) {
      const begun = beginningOf(group);
      const plan = { ...(read('unilevel.json') as object), bonuses: [begun] };
      const { faults } = checkPlan(plan);
      const open = group.fields.filter(
        ({ name, required, shape: { type } }) => required && type === 'choice' && Object.hasOwn(decisions, name),
      );
      for (const { name } of open) {
        const fault = faults.find(({ path }) => path === `bonuses.0.${name}`);
        expect(fault?.reason.en, `${kind}.${name}`).toContain('is undecided');
      }
      expect(
        faults.some(({ path }) => path.endsWith('.kind')),
        kind,
      ).toBe(false);
    }
  });
});

describe('units', () => {
  it.each([
    ['points', { kind: 'points', digits: 2 }, '12550', '125.5', '125,5'],
    ['money', { kind: 'money', digits: 6 }, '2500000', '2.5', '2,5'],
    ['percent', percentUnit, '125000', '12.5', '12,5'],
  ] as const)('%s are shown and read back exactly', (_name, unit, stored, inEnglish, inRussian) => {
    expect([shownIn(unit, stored, 'en'), shownIn(unit, stored, 'ru')]).toEqual([inEnglish, inRussian]);
    for (const typed of [inEnglish, inRussian, ` ${inEnglish} `]) expect(readIn(unit, typed)).toBe(stored);
  });

  it('an amount larger than any number is exact, and what is none is left for the check to name', () => {
    const unit = { kind: 'money', digits: 6 } as const;
    expect(readIn(unit, '9007199254740993.000001')).toBe('9007199254740993000001');
    expect(shownIn(unit, '9007199254740993000001', 'en')).toBe('9007199254740993.000001');
    for (const typed of ['', 'x', '-1', '1e3', '1.2345678', '1 000']) expect(readIn(unit, typed)).toBeUndefined();
    expect(shownIn(unit, 'ten', 'en')).toBe('ten');
  });

  it('differences are read in the same units', () => {
    expect(readable('ratePpm', 50_000, 6, 'en')).toBe('5\u00a0%');
    expect(readable('ppvAtLeast', '10000', 6, 'en')).toBe('100');
    expect(readable('amount', '5000000', 6, 'ru')).toBe('5');
    expect(readable('compression', 'none', 6, 'en')).toBe('none');
  });
});

describe('a draft', () => {
  const plan = read('hybrid.json');

  it.each(['json', 'yaml'] as const)('says the same in %s and as data', (notation) => {
    for (const name of names) {
      const data = read(`${name}.json`);
      const draft = readDraft(writeData(data, notation));
      expect(draft).toMatchObject({ notation, readable: true, faults: [], data });
      expect(draft.plan).toEqual(data);
    }
  });

  it.each(['json', 'yaml'] as const)('is changed by the form in %s as its data would be', (notation) => {
    const changes: [(string | number)[], unknown][] = [
      [['bonuses', 0, 'levels', 1, 'ratePpm'], 60_000],
      [['bonuses', 0, 'levels', 1, 'ppvAtLeast'], '20000'],
      [['bonuses', 0, 'levels', 0], undefined],
      [['bonuses', 4], undefined],
      [['ranks'], undefined],
      [['activity', 'qualified'], { ppvAtLeast: '100' }],
      [['bonuses', 1, 'most'], { amount: '1' }],
    ];
    let draft = readDraft(writeData(plan, notation));
    let data = draft.data;
    for (const [path, value] of changes) {
      data = changed(data, path, value);
      draft = readDraft(changeText(draft, path, value), draft.data);
      expect(draft.data).toEqual(data);
      expect(draft.notation).toBe(notation);
    }
  });

  it('keeps the comments of YAML when the form changes something', () => {
    const text = `# What we agreed in March\n${writeData(plan, 'yaml').replace('cap:', '# not more than half\ncap:')}`;
    const after = changeText(readDraft(text), ['cap', 'ratePpm'], 450_000);
    expect(after).toContain('# What we agreed in March');
    expect(after).toContain('# not more than half');
    expect(readDraft(after).plan?.cap.ratePpm).toBe(450_000);
  });

  it('keeps what it said last while its notation is broken, and names the line', () => {
    const good = readDraft(writeData(plan, 'json'));
    const lines = good.text.split('\n');
    const broken = readDraft(lines.toSpliced(3, 1, '    "en" "Hybrid",').join('\n'), good.data);
    expect(broken).toMatchObject({ readable: false, data: plan });
    expect(broken.plan).toBeUndefined();
    expect(broken.lineOf('')).toBeGreaterThanOrEqual(4);
    expect(broken.lineOf('')).toBeLessThanOrEqual(5);
  });

  it('names the line of a fault, or of what stands above a missing field', () => {
    const draft = readDraft(writeData(plan, 'json').replace('"ratePpm": 40000', '"ratePpm": 4000000'));
    const [fault] = draft.faults;
    expect(fault?.path).toBe('bonuses.0.levels.1.ratePpm');
    expect(draft.text.split('\n')[draft.lineOf(fault?.path ?? '') - 1]).toContain('4000000');
    expect(draft.lineOf('bonuses.0.nothing')).toBe(draft.lineOf('bonuses.0'));
  });

  it('refuses repeated fields, aliases and numbers in another spelling, as the command line does', () => {
    for (const text of ['{"cap": 1, "cap": 2}', 'a: &x 1\nb: *x', '{"pointDigits": 2e0}']) {
      expect(readDraft(text)).toMatchObject({ readable: false });
    }
  });

  it('goes back and forth; typing in one place is one step', () => {
    let history = begin('a');
    history = write(history, 'ab', 'name', 0);
    history = write(history, 'abc', 'name', 500);
    history = write(history, 'abcd', 'cap', 600);
    expect(history.past).toEqual(['a', 'abc']);
    history = undo(undo(history));
    expect(history.text).toBe('a');
    expect(undo(history)).toEqual(history);
    expect(redo(redo(redo(history))).text).toBe('abcd');
    expect(write(redo(history), 'other', 'text', 9_000).future).toEqual([]);
  });

  it('moves an item by one place', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });

  it('counts faults by part, and lists what may be pointed to', () => {
    const { faults } = checkPlan(
      changed(changed(plan, ['bonuses', 0, 'rounding'], 'up'), ['bonuses', 0, 'levels', 0, 'ratePpm'], -1),
    );
    const index = faultIndex(faults);
    expect([index.faultsBelow('bonuses'), index.faultsBelow('bonuses.0.levels'), index.faultsBelow('cap')]).toEqual([2, 1, 0]);
    expect(index.faultsAt('bonuses.0.rounding')).toHaveLength(1);
    const known = namesIn(plan, 'ru');
    expect(known.conditions).toEqual(['active']);
    expect(known.ranks[0]).toEqual({ id: 'silver', label: 'Серебро' });
    expect(known.bonuses.map(({ id }) => id)).toEqual(['team', 'legs', 'fund', 'prize', 'match']);
    expect(namesIn(null, 'en')).toEqual({ conditions: [], ranks: [], bonuses: [] });
  });
});

describe('a sample month', () => {
  it.each(names)('%s gives what was worked out by hand, fast enough to stand beside typing', (name) => {
    const { plan } = checkPlan(read(`${name}.json`));
    if (plan === undefined) throw new Error('the plan is not sound');
    const month = read(`${name}.month.json`);
    const result = sampleMonth(plan, month, 'en');
    // The best of several: a loaded machine is not what is measured.
    const took = Array.from({ length: 8 }, () => {
      const before = performance.now();
      sampleMonth(plan, month, 'en');
      return performance.now() - before;
    });
    if (result.state !== 'calculated') throw new Error(result.message);
    const wanted = read(`${name}.earned.json`) as Record<string, Record<string, string>>;
    for (const { member, bonuses, net } of result.people) {
      expect(bonuses).toEqual(wanted[member] ?? {});
      const lines = result.lines.filter((line) => line.member === member);
      expect(lines.reduce((sum, line) => sum + BigInt(line.amount), 0n)).toBe(BigInt(net));
    }
    // From fifty milliseconds on a worker of its own would be wanted.
    expect(Math.min(...took)).toBeLessThan(50);
  });

  it('says what is wrong with a month, in the language of the reader', () => {
    const { plan } = checkPlan(read('binary.json'));
    if (plan === undefined) throw new Error('the plan is not sound');
    expect(sampleMonth(plan, { format: 'upline.network/1' }, 'ru')).toMatchObject({ state: 'refused' });
  });
});

describe('ready plans', () => {
  it('are those of the documentation, each with its month', async () => {
    expect([...readyPlans].toSorted()).toEqual(names.toSorted());
    for (const name of readyPlans) {
      expect(await loadReadyPlan(name)).toEqual(read(`${name}.json`));
      expect(await loadMonth(name)).toEqual(read(`${name}.month.json`));
    }
  });
});

describe('what a group begins with', () => {
  it('is what is fixed and one of what must be there', () => {
    const level = kinds.options.get('level') as Group;
    expect(beginningOf(level)).toEqual({ kind: 'level', name: { en: '', ru: '' }, base: 'cv', levels: [{}] });
  });
});
