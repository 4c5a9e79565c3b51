import { Card, Stack, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberChange, TrialPeriod, TrialReport } from '#api/trials.ts';
import { toDecimalText } from '#kernel/money.ts';
import { ratePercent } from '#kernel/rate.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money, useCurrency } from '../../ui/money.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useLocalRows } from '../../ui/table/local-rows.ts';
import { SearchField } from '../../ui/table/search-field.tsx';
import { PersonName } from '../status/person-name.tsx';
import { figureIds, figureRows, type FigureRow, tenthShares } from './figures.ts';
import { PayoutChart } from './payout-chart.tsx';
import classes from './trials.module.css';

/** To a hundredth of a percent. */
const rounded = (ppm: number): number => Math.round(ppm / 100) * 100;

/** A trial in figures: totals of both plans, whom the draft changes, how it is spread, and period by period. */
export function TrialView({ report, mode, capPpm }: { report: TrialReport; mode: 'past' | 'growth'; capPpm: number }) {
  const { t } = useTranslation('trials');
  const { draft, current, changes } = report;
  return (
    <Stack gap="lg" data-trial="finished">
      <Card>
        <Stack>
          <Title order={2}>{t('totals')}</Title>
          {report.asOf === null ? null : <AsOf asOf={report.asOf} />}
          <PayoutChart draft={draft.periods} current={current?.periods ?? null} capPpm={capPpm} />
          <Totals report={report} />
        </Stack>
      </Card>
      {changes === null ? null : (
        <Card>
          <Stack>
            <Title order={2}>{t('whom')}</Title>
            <Facts
              items={[
                { label: t('winners'), value: changes.winners },
                { label: t('losers'), value: changes.losers },
                { label: t('unchanged'), value: changes.unchanged },
                { label: t('gained'), value: <Money amount={changes.gained} /> },
                { label: t('lost'), value: <Money amount={changes.lost} /> },
              ]}
            />
            <Title order={3}>{t('mostChanged')}</Title>
            <MostChanged rows={changes.mostChanged} people={mode === 'past'} />
          </Stack>
        </Card>
      )}
      <Card>
        <Stack>
          <Title order={2}>{t('distribution')}</Title>
          <Tenths tenths={draft.distribution.tenths} />
        </Stack>
      </Card>
      <Card>
        <Stack>
          <Title order={2}>{t(mode === 'past' ? 'byPeriod' : 'byMonth')}</Title>
          <Periods report={report} mode={mode} />
        </Stack>
      </Card>
    </Stack>
  );
}

function Totals({ report }: { report: TrialReport }) {
  const { t } = useTranslation('trials');
  const locale = useLocale();
  const { minorDigits } = useCurrency();
  const { draft, current, bonuses } = report;
  const rows = useMemo(() => figureRows(draft, current), [draft, current]);
  const nameOf = ({ id }: FigureRow): string => {
    const known = figureIds.find((figure) => figure === id);
    if (known !== undefined) return t(known);
    const bonus = id.slice('bonus.'.length);
    return bonuses.find((one) => one.id === bonus)?.name[locale] ?? bonus;
  };
  const shown = (kind: FigureRow['kind'], value: bigint | undefined, signed = false) => {
    if (value === undefined) return '—';
    if (kind === 'money') return <Money amount={value} signed={signed} />;
    const text = kind === 'rate' ? formatRate(rounded(Math.abs(Number(value))), locale) : String(value < 0n ? -value : value);
    return `${value < 0n ? '−' : signed && value > 0n ? '+' : ''}${text}`;
  };
  const written = (kind: FigureRow['kind'], value: bigint | undefined): string => {
    if (value === undefined) return '';
    if (kind === 'money') return toDecimalText(value, minorDigits);
    return kind === 'rate' ? `${value < 0n ? '-' : ''}${ratePercent(Math.abs(Number(value)))}` : String(value);
  };
  const difference = ({ draft: after, current: before }: FigureRow): bigint | undefined =>
    after === undefined || before === undefined ? undefined : after - before;
  const values = useMemo(
    () => ({ draft: ({ draft: value }: FigureRow) => value ?? 0n, current: ({ current: value }: FigureRow) => value ?? 0n }),
    [],
  );
  const local = useLocalRows(rows, values, nameOf);
  const columns: DataColumn<FigureRow>[] = [
    { id: 'figure', header: t('figure'), primary: true, cell: nameOf, text: nameOf },
    {
      id: 'draft',
      header: t('draft'),
      numeric: true,
      cell: (row) => shown(row.kind, row.draft),
      text: (row) => written(row.kind, row.draft),
    },
    ...(current === null
      ? []
      : [
          {
            id: 'current',
            header: t('current'),
            numeric: true,
            cell: (row: FigureRow) => shown(row.kind, row.current),
            text: (row: FigureRow) => written(row.kind, row.current),
          },
          {
            id: 'difference',
            header: t('difference'),
            numeric: true,
            cell: (row: FigureRow) => shown(row.kind, difference(row), true),
            text: (row: FigureRow) => written(row.kind, difference(row)),
          },
        ]),
  ];
  return (
    <DataTable
      label={t('totals')}
      columns={columns}
      rows={local.shown}
      rowKey={({ id }) => id}
      exportName="trial-totals.csv"
      filters={<SearchField label={t('filter')} value={local.find} onChange={local.setFind} />}
      empty={<EmptyState title={t('empty')} text={t('emptyText')} />}
    />
  );
}

function MostChanged({ rows, people }: { rows: readonly MemberChange[]; people: boolean }) {
  const { t } = useTranslation('trials');
  const { minorDigits } = useCurrency();
  const values = useMemo(
    () => ({
      member: ({ memberId }: MemberChange) => memberId,
      before: ({ before }: MemberChange) => BigInt(before),
      after: ({ after }: MemberChange) => BigInt(after),
      difference: ({ difference }: MemberChange) => BigInt(difference),
    }),
    [],
  );
  const { shown, sort, setSort, find, setFind } = useLocalRows(rows, values, ({ memberId, name }) => `${memberId} ${name ?? ''}`);
  const money = (id: 'after' | 'before' | 'difference', header: string): DataColumn<MemberChange> => ({
    id,
    header,
    sortKey: id,
    numeric: true,
    cell: (row) => <Money amount={row[id]} signed={id === 'difference'} />,
    text: (row) => toDecimalText(BigInt(row[id]), minorDigits),
  });
  const columns: DataColumn<MemberChange>[] = [
    {
      id: 'member',
      header: t('member'),
      sortKey: 'member',
      primary: true,
      // People of a simulation are numbers: there is nobody to look at.
      cell: (row) => (people ? <PersonName person={row} /> : `№\u00a0${row.memberId}`),
      text: (row) => `${row.memberId} ${row.name ?? ''}`.trim(),
    },
    money('after', t('after')),
    money('before', t('before')),
    money('difference', t('change')),
  ];
  if (rows.length === 0) return <EmptyState title={t('nobody')} text={t('nobodyText')} />;
  return (
    <DataTable
      label={t('mostChanged')}
      columns={columns}
      rows={shown}
      rowKey={({ memberId }) => String(memberId)}
      sort={sort}
      onSort={setSort}
      exportName="most-changed.csv"
      filters={<SearchField label={t('filter')} value={find} onChange={setFind} />}
      empty={<EmptyState title={t('empty')} text={t('emptyText')} />}
    />
  );
}

function Tenths({ tenths }: { tenths: readonly string[] }) {
  const { t } = useTranslation('trials');
  const locale = useLocale();
  const shares = tenthShares(tenths);
  return (
    <ol className={classes.tenths} aria-label={t('tenths')}>
      {tenths.map((amount, index) => (
        <li key={index}>
          <span>{index + 1}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.fill} style={{ display: 'block', width: `${(shares[index] ?? 0) / 10_000}%` }} />
          </span>
          <span>
            <Money amount={amount} /> · {formatRate(rounded(shares[index] ?? 0), locale)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Periods({ report: { draft, current }, mode }: { report: TrialReport; mode: 'past' | 'growth' }) {
  const { t } = useTranslation('trials');
  const locale = useLocale();
  const { minorDigits } = useCurrency();
  const before = useMemo(() => new Map((current?.periods ?? []).map((period) => [period.period, period])), [current]);
  const values = useMemo(
    () => ({
      period: ({ period }: TrialPeriod) => period,
      members: ({ members }: TrialPeriod) => members,
      volume: ({ netCv }: TrialPeriod) => BigInt(netCv),
      earned: ({ earned }: TrialPeriod) => BigInt(earned),
      payout: ({ payoutPpm = 0 }: TrialPeriod) => payoutPpm,
      capUse: ({ capUsePpm = 0 }: TrialPeriod) => capUsePpm,
    }),
    [],
  );
  const { shown, sort, setSort, find, setFind } = useLocalRows(draft.periods, values, ({ period }) => String(period));
  const count = (id: 'active' | 'earners' | 'orders' | 'left'): DataColumn<TrialPeriod> => ({
    id,
    header: t(id),
    numeric: true,
    cell: (row) => row[id],
    text: (row) => String(row[id]),
  });
  const rate = (ppm: number | undefined) => (ppm === undefined ? '—' : formatRate(rounded(ppm), locale));
  const columns: DataColumn<TrialPeriod>[] = [
    {
      id: 'period',
      header: t(mode === 'past' ? 'period' : 'month'),
      sortKey: 'period',
      primary: true,
      cell: ({ period }) => period,
      text: ({ period }) => String(period),
    },
    {
      id: 'members',
      header: t('members'),
      sortKey: 'members',
      numeric: true,
      cell: ({ members }) => members,
      text: ({ members }) => String(members),
    },
    ...(mode === 'growth' ? [count('left')] : []),
    count('active'),
    count('earners'),
    count('orders'),
    {
      id: 'volume',
      header: t('volume'),
      sortKey: 'volume',
      numeric: true,
      cell: ({ netCv }) => <Money amount={netCv} />,
      text: ({ netCv }) => toDecimalText(BigInt(netCv), minorDigits),
    },
    {
      id: 'earned',
      header: t('draft'),
      sortKey: 'earned',
      numeric: true,
      cell: ({ earned }) => <Money amount={earned} />,
      text: ({ earned }) => toDecimalText(BigInt(earned), minorDigits),
    },
    ...(current === null
      ? []
      : [
          {
            id: 'current',
            header: t('current'),
            numeric: true,
            cell: ({ period }: TrialPeriod) => <Money amount={before.get(period)?.earned ?? '0'} />,
            text: ({ period }: TrialPeriod) => toDecimalText(BigInt(before.get(period)?.earned ?? '0'), minorDigits),
          },
        ]),
    {
      id: 'payout',
      header: t('payout'),
      sortKey: 'payout',
      numeric: true,
      cell: ({ payoutPpm }) => rate(payoutPpm),
      text: ({ payoutPpm }) => (payoutPpm === undefined ? '' : String(payoutPpm / 10_000)),
    },
    {
      id: 'capUse',
      header: t('limitUse'),
      sortKey: 'capUse',
      numeric: true,
      cell: ({ capUsePpm }) => rate(capUsePpm),
      text: ({ capUsePpm }) => (capUsePpm === undefined ? '' : String(capUsePpm / 10_000)),
    },
  ];
  return (
    <DataTable
      label={t(mode === 'past' ? 'byPeriod' : 'byMonth')}
      columns={columns}
      rows={shown}
      rowKey={({ period }) => String(period)}
      sort={sort}
      onSort={setSort}
      exportName="trial-periods.csv"
      filters={<SearchField label={t('filter')} value={find} onChange={setFind} />}
      empty={<EmptyState title={t('empty')} text={t('emptyText')} />}
    />
  );
}
