import { Alert, Code, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { diffPlans, type PlanDifference } from '#engine/plan/diff.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { useLocale } from '../../ui/locale.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { DataColumn } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useLocalRows } from '../../ui/table/local-rows.ts';
import { SearchField } from '../../ui/table/search-field.tsx';
import { planInForceQuery } from './plan-in-force.ts';
import { readable } from './units.ts';
import classes from './designer.module.css';

/** Every rule in which the draft differs from the plan in force. */
export function DiffCard({ plan }: { plan: Plan | undefined }) {
  const { t } = useTranslation('designer');
  const inForce = useQuery(planInForceQuery);
  return (
    <Stack>
      <Title order={2}>{t('diff.title')}</Title>
      {plan === undefined ? (
        <Alert color="yellow" title={t('diff.waits')} />
      ) : (
        <QueryView query={inForce}>
          {(current) =>
            current === null ? (
              <EmptyState title={t('diff.noPlan')} text={t('diff.noPlanText')} />
            ) : (
              <Differences before={current} after={plan} />
            )
          }
        </QueryView>
      )}
    </Stack>
  );
}

const values = { path: ({ path }: PlanDifference) => path };
const textOf = ({ path }: PlanDifference): string => path;

function Differences({ before, after }: { before: Plan; after: Plan }) {
  const { t } = useTranslation('designer');
  const locale = useLocale();
  const rows = useMemo(() => diffPlans(before, after), [before, after]);
  const { shown, sort, setSort, find, setFind } = useLocalRows(rows, values, textOf);
  const side = (value: unknown, path: string, plan: Plan): string => {
    if (value === undefined) return t('diff.absent');
    return readable(fieldOfPath(path), value, plan.currency.minorDigits, locale);
  };
  const columns: DataColumn<PlanDifference>[] = [
    {
      id: 'path',
      header: t('diff.place'),
      sortKey: 'path',
      primary: true,
      cell: ({ path }) => <Code className={classes.path}>{path}</Code>,
      text: textOf,
    },
    {
      id: 'before',
      header: t('diff.before'),
      cell: (row) => <Value text={side(row.before, row.path, before)} />,
      text: (row) => side(row.before, row.path, before),
    },
    {
      id: 'after',
      header: t('diff.after'),
      cell: (row) => <Value text={side(row.after, row.path, after)} />,
      text: (row) => side(row.after, row.path, after),
    },
  ];
  return (
    <div data-differences={rows.length}>
      <DataTable
        label={t('diff.title')}
        columns={columns}
        rows={shown}
        rowKey={({ path }) => path}
        sort={sort}
        onSort={setSort}
        exportName="plan-differences.csv"
        filters={<SearchField label={t('diff.filter')} value={find} onChange={setFind} />}
        empty={<EmptyState title={t('diff.same')} text={t('diff.sameText')} />}
      />
    </div>
  );
}

/** What a long part of a plan says stands in one line and is read whole in the exported file. */
function Value({ text }: { text: string }) {
  return (
    <Text size="sm" maw={320} truncate title={text}>
      {text}
    </Text>
  );
}

/** The field that decides the unit: of a table by rank the table's own name. */
function fieldOfPath(path: string): string {
  const steps = path.split('.');
  const table = steps.at(-2) ?? '';
  return /ByRank$|^byRank$/.test(table) ? table : (steps.at(-1) ?? path);
}
