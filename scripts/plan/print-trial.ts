import { type Locale } from '#kernel/errors/index.ts';
import { formatMoney } from '#kernel/money.ts';
import { type Backtest, type Plan, type Simulation, type TrialChanges, type TrialSide } from '#engine/index.ts';

const words = {
  en: {
    simulation: (seed: number) =>
      `Simulation, seed ${seed}. What follows from assumptions; no forecast and no promise of income.`,
    backtest: 'Past periods under the draft.',
    columns: ['period', 'members', 'left', 'active', 'orders', 'CV', 'earned', 'of CV', 'of the cap'],
    draft: 'draft',
    current: 'in force',
    difference: 'difference',
    total: 'earned in all',
    payout: 'of CV',
    highestPayout: 'highest of a period',
    capUse: 'highest use of the cap',
    scaledDown: 'periods scaled down',
    debt: 'debt at the end',
    nothing: 'earned nothing',
    mean: 'mean of all members',
    median: 'median',
    top: 'best paid tenth has',
    ahead: 'earned more than they bought for',
    winners: (changes: TrialChanges, gained: string, lost: string) =>
      `${changes.winners} would have more (${gained} together), ${changes.losers} less (${lost}), ${changes.unchanged} as much.`,
    mostChanged: 'Most changed:',
    alone: 'No plan to compare with (--current): no winners and losers.',
  },
  ru: {
    simulation: (seed: number) => `Моделирование, зерно ${seed}. Следствие предположений, а не прогноз и не обещание дохода.`,
    backtest: 'Прошлые периоды по проекту плана.',
    columns: ['период', 'партнёров', 'ушли', 'активных', 'заказов', 'CV', 'начислено', 'от CV', 'от предела'],
    draft: 'проект',
    current: 'действующий',
    difference: 'разница',
    total: 'начислено всего',
    payout: 'от CV',
    highestPayout: 'наибольшая за период',
    capUse: 'наибольшее использование предела',
    scaledDown: 'периодов с уменьшением',
    debt: 'долг в конце',
    nothing: 'ничего не заработали',
    mean: 'в среднем на партнёра',
    median: 'медиана',
    top: 'доля десятой части с наибольшим доходом',
    ahead: 'заработали больше, чем купили',
    winners: (changes: TrialChanges, gained: string, lost: string) =>
      `Больше получили бы ${changes.winners} (вместе ${gained}), меньше — ${changes.losers} (${lost}), столько же — ${changes.unchanged}.`,
    mostChanged: 'Больше всего изменилось у:',
    alone: 'Сравнить не с чем (--current): выигравших и проигравших нет.',
  },
};

export function simulationText(report: Simulation, plan: Plan, locale: Locale): string {
  return [words[locale].simulation(report.scenario.seed), ...bodyText(report, plan, locale)].join('\n');
}

export function backtestText(report: Backtest, plan: Plan, locale: Locale): string {
  return [words[locale].backtest, ...bodyText(report, plan, locale)].join('\n');
}

type Report = Pick<Backtest, 'draft' | 'current' | 'changes'>;

function bodyText({ draft, current, changes }: Report, plan: Plan, locale: Locale): string[] {
  const say = words[locale];
  const { code, minorDigits } = plan.currency;
  const money = (amount: string): string => formatMoney(locale, BigInt(amount), minorDigits);
  const rows = draft.periods.map((period) => [
    String(period.period),
    String(period.members),
    String(period.left),
    String(period.active),
    String(period.orders),
    money(period.netCv),
    money(period.earned),
    percent(period.payoutPpm, locale),
    percent(period.capUsePpm, locale),
  ]);
  const sides = current === undefined ? [draft] : [draft, current];
  const facts: [string, (side: TrialSide) => string][] = [
    [`${say.total}, ${code}`, ({ totals }) => money(totals.earned)],
    ...Object.keys({ ...draft.totals.bonuses, ...current?.totals.bonuses }).map((id): [string, (side: TrialSide) => string] => [
      `  ${id}`,
      ({ totals }) => (totals.bonuses[id] === undefined ? '—' : money(totals.bonuses[id])),
    ]),
    [say.payout, ({ totals }) => percent(totals.payoutPpm, locale)],
    [say.highestPayout, ({ totals }) => percent(totals.highestPayoutPpm, locale)],
    [say.capUse, ({ totals }) => percent(totals.highestCapUsePpm, locale)],
    [say.scaledDown, ({ totals }) => String(totals.scaledDownPeriods)],
    [say.debt, ({ totals }) => money(totals.debt)],
    [say.nothing, ({ distribution }) => `${distribution.earnedNothing} (${percent(distribution.earnedNothingPpm, locale)})`],
    [say.mean, ({ distribution }) => money(distribution.mean)],
    [say.median, ({ distribution }) => money(distribution.median)],
    [say.top, ({ distribution }) => percent(distribution.topTenthPpm, locale)],
    [say.ahead, ({ distribution }) => `${distribution.ahead} / ${distribution.members}`],
  ];
  const heading = current === undefined ? [] : [['', say.draft, say.current]];
  return [
    '',
    ...table([say.columns, ...rows]),
    '',
    ...table([...heading, ...facts.map(([label, of]) => [label, ...sides.map(of)])]),
    '',
    ...(changes === undefined ? [say.alone] : changesText(changes, money, locale)),
  ];
}

function changesText(changes: TrialChanges, money: (amount: string) => string, locale: Locale): string[] {
  const say = words[locale];
  const rows = changes.mostChanged.map(({ member, before, after, difference }) => [
    member,
    money(after),
    money(before),
    money(difference),
  ]);
  return [
    say.winners(changes, money(changes.gained), money(changes.lost)),
    ...(rows.length === 0 ? [] : [say.mostChanged, ...table([['', say.draft, say.current, say.difference], ...rows])]),
  ];
}

/** One decimal, toward zero: 12.3 %. */
function percent(ppm: number | undefined, locale: Locale): string {
  if (ppm === undefined) return '—';
  const tenths = Math.trunc(ppm / 1_000);
  const text = `${tenths < 0 ? '−' : ''}${Math.trunc(Math.abs(tenths) / 10)}.${Math.abs(tenths) % 10}`;
  return locale === 'ru' ? `${text.replace('.', ',')} %` : `${text}%`;
}

/** Columns under one another; the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}
