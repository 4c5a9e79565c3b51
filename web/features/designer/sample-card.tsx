import { Alert, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedLine } from '#engine/network/run.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { toDecimalText } from '#kernel/money.ts';
import { ratePercent } from '#kernel/rate.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { CurrencyProvider, Money } from '../../ui/money.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useLocalRows } from '../../ui/table/local-rows.ts';
import { SearchField } from '../../ui/table/search-field.tsx';
import { loadMonth, type ReadyPlan, readyPlans } from './ready-plans.ts';
import { sampleMonth, type SamplePerson } from './sample.ts';

/** What a handful of people would earn in a month, calculated here, with every line of it. */
export function SampleCard({ plan, suggested }: { plan: Plan | undefined; suggested: ReadyPlan }) {
  const { t } = useTranslation('designer');
  const [chosen, setChosen] = useState<ReadyPlan | null>(null);
  const name = chosen ?? suggested;
  const month = useQuery({
    queryKey: ['sample-month', name],
    queryFn: () => loadMonth(name),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Stack>
      <Title order={2}>{t('sample.title')}</Title>
      <Text c="dimmed">{t('sample.lead')}</Text>
      <NativeSelect
        label={t('sample.month')}
        maw={360}
        value={name}
        onChange={({ currentTarget: { value } }) => setChosen(readyPlans.find((ready) => ready === value) ?? null)}
        data={readyPlans.map((ready) => ({ value: ready, label: t(`ready.${ready}`) }))}
      />
      {plan === undefined ? (
        <Alert color="yellow" title={t('sample.waits')} />
      ) : (
        <QueryView query={month}>
          {(data) => (
            <CurrencyProvider currency={plan.currency}>
              <Month plan={plan} month={data} />
            </CurrencyProvider>
          )}
        </QueryView>
      )}
    </Stack>
  );
}

function Month({ plan, month }: { plan: Plan; month: unknown }) {
  const { t } = useTranslation('designer');
  const locale = useLocale();
  const result = useMemo(() => sampleMonth(plan, month, locale), [plan, month, locale]);
  if (result.state === 'refused') {
    return (
      <Alert color="yellow" title={t('sample.refused')} data-sample="refused">
        <Text size="sm">{result.message}</Text>
        <Text size="sm">{result.cure}</Text>
      </Alert>
    );
  }
  const { netCv, earned, limit, gross } = result;
  const ratio = BigInt(netCv) > 0n ? Number((BigInt(earned) * 1_000_000n) / BigInt(netCv)) : 0;
  return (
    <Stack gap="lg" data-sample="calculated">
      <Facts
        items={[
          { label: t('sample.sold'), value: <Money amount={netCv} /> },
          { label: t('sample.paid'), value: <Money amount={earned} /> },
          { label: t('sample.ratio'), value: formatRate(Math.round(ratio / 100) * 100, locale) },
          { label: t('sample.limit'), value: <Money amount={limit} /> },
          ...(BigInt(gross) > BigInt(limit) ? [{ label: t('sample.before'), value: <Money amount={gross} /> }] : []),
        ]}
      />
      <People plan={plan} people={result.people} />
      <Title order={3}>{t('sample.lines')}</Title>
      <Lines plan={plan} lines={result.lines} />
    </Stack>
  );
}

const people = ['anna', 'boris', 'vera', 'gleb', 'dina', 'egor', 'zoya', 'company'] as const;

function usePersonName(): (member: string) => string {
  const { t } = useTranslation('designer');
  return (member) => {
    const known = people.find((person) => person === member);
    return known === undefined ? member : t(`people.${known}`);
  };
}

function People({ plan, people: rows }: { plan: Plan; people: readonly SamplePerson[] }) {
  const { t } = useTranslation('designer');
  const locale = useLocale();
  const nameOf = usePersonName();
  const { code, minorDigits } = plan.currency;
  const values = useMemo(
    () => ({ name: (row: SamplePerson) => nameOf(row.member), net: (row: SamplePerson) => BigInt(row.net) }),
    [nameOf],
  );
  const { shown, sort, setSort, find, setFind } = useLocalRows(rows, values, (row) => nameOf(row.member));
  const bonuses = plan.bonuses.map((bonus): DataColumn<SamplePerson> => ({
    id: bonus.id,
    header: bonus.name[locale],
    numeric: true,
    cell: (row) => (row.bonuses[bonus.id] === undefined ? '—' : <Money amount={row.bonuses[bonus.id] ?? '0'} />),
    text: (row) => toDecimalText(BigInt(row.bonuses[bonus.id] ?? '0'), minorDigits),
  }));
  const columns: DataColumn<SamplePerson>[] = [
    {
      id: 'name',
      header: t('sample.person'),
      sortKey: 'name',
      primary: true,
      cell: (row) => nameOf(row.member),
      text: (row) => nameOf(row.member),
    },
    ...(plan.ranks === undefined
      ? []
      : [
          {
            id: 'rank',
            header: t('sample.rank'),
            cell: (row: SamplePerson) => plan.ranks?.steps.find(({ id }) => id === row.rank)?.name[locale] ?? '—',
            text: (row: SamplePerson) => row.rank ?? '',
          },
        ]),
    ...bonuses,
    {
      id: 'net',
      header: t('sample.earned'),
      sortKey: 'net',
      numeric: true,
      cell: (row) => <Money amount={row.net} />,
      text: (row) => `${toDecimalText(BigInt(row.net), minorDigits)} ${code}`,
    },
  ];
  return (
    <DataTable
      label={t('sample.title')}
      columns={columns}
      rows={shown}
      rowKey={(row) => row.member}
      sort={sort}
      onSort={setSort}
      exportName="sample-month.csv"
      filters={<SearchField label={t('sample.filter')} value={find} onChange={setFind} />}
      empty={<EmptyState title={t('sample.nothing')} text={t('sample.nothingText')} />}
    />
  );
}

function Lines({ plan, lines }: { plan: Plan; lines: readonly NamedLine[] }) {
  const { t } = useTranslation('designer');
  const locale = useLocale();
  const nameOf = usePersonName();
  const { minorDigits } = plan.currency;
  const bonusName = (id: string): string => plan.bonuses.find((bonus) => bonus.id === id)?.name[locale] ?? id;
  const rows = useMemo(() => lines.map((line, index) => ({ ...line, index })), [lines]);
  type Row = (typeof rows)[number];
  const values = useMemo(
    () => ({
      member: (row: Row) => row.member,
      bonus: (row: Row) => row.bonus,
      source: (row: Row) => row.source,
      level: (row: Row) => row.level,
      amount: (row: Row) => BigInt(row.amount),
    }),
    [],
  );
  const { shown, sort, setSort, find, setFind } = useLocalRows(
    rows,
    values,
    (row) => `${nameOf(row.member)} ${bonusName(row.bonus)} ${nameOf(row.source)}`,
  );
  const columns: DataColumn<Row>[] = [
    {
      id: 'member',
      header: t('sample.person'),
      sortKey: 'member',
      primary: true,
      cell: (row) => nameOf(row.member),
      text: (row) => nameOf(row.member),
    },
    { id: 'bonus', header: t('sample.bonus'), sortKey: 'bonus', cell: (row) => bonusName(row.bonus), text: (row) => row.bonus },
    {
      id: 'source',
      header: t('sample.source'),
      sortKey: 'source',
      cell: (row) => nameOf(row.source),
      text: (row) => nameOf(row.source),
    },
    {
      id: 'level',
      header: t('sample.level'),
      sortKey: 'level',
      numeric: true,
      cell: (row) => (row.level === 0 ? '—' : row.level),
      text: (row) => String(row.level),
    },
    {
      id: 'rate',
      header: t('sample.rate'),
      numeric: true,
      cell: (row) => (row.ratePpm === 0 ? '—' : formatRate(row.ratePpm, locale)),
      text: (row) => ratePercent(row.ratePpm),
    },
    {
      id: 'base',
      header: t('sample.base'),
      numeric: true,
      cell: (row) => <Money amount={row.base} />,
      text: (row) => toDecimalText(BigInt(row.base), minorDigits),
    },
    {
      id: 'amount',
      header: t('sample.amount'),
      sortKey: 'amount',
      numeric: true,
      cell: (row) => <Money amount={row.amount} />,
      text: (row) => toDecimalText(BigInt(row.amount), minorDigits),
    },
  ];
  return (
    <DataTable
      label={t('sample.lines')}
      columns={columns}
      rows={shown}
      rowKey={(row) => String(row.index)}
      sort={sort}
      onSort={setSort}
      exportName="sample-lines.csv"
      filters={<SearchField label={t('sample.filter')} value={find} onChange={setFind} />}
      empty={<EmptyState title={t('sample.nothing')} text={t('sample.nothingText')} />}
    />
  );
}
