import { Box, Button, Checkbox, Group, Menu, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconArrowsSort, IconColumns3, IconDownload } from '@tabler/icons-react';
import { columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FileMenu } from '../file-menu.tsx';
import { toCsv } from '../format/csv.ts';
import { nextSort, sortDirection, type DataColumn } from './columns.ts';
import { RowCard } from './row-card.tsx';
import classes from './data-table.module.css';

const features = tableFeatures({ columnVisibilityFeature });

interface DataTableProps<Row> {
  /** Read out as the name of the table. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
  readonly onOpen?: (row: Row) => void;
  readonly filters?: ReactNode;
  /** Name of the exported file; with `exportHref` the server writes all that is filtered, else what is on the page is exported. */
  readonly exportName?: string;
  readonly exportHref?: (format: 'csv' | 'xlsx') => string;
  /** Columns that are not shown, when somebody else keeps them; without it the table does. */
  readonly hidden?: readonly string[];
  readonly onHidden?: (hidden: string[]) => void;
  /** Stands beside the choice of columns. */
  readonly views?: ReactNode;
  readonly total?: number | undefined;
  readonly more?: { readonly load: () => void; readonly loading: boolean } | undefined;
  readonly empty: ReactNode;
  readonly rowActions?: (row: Row) => ReactNode;
}

/** The only table of the product. Draws the rows in view, whatever their number; on a phone each row is a card. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { t } = useTranslation('common');
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const byId = useMemo(() => new Map(props.columns.map((column) => [column.id, column])), [props.columns]);
  const definitions = useMemo(() => props.columns.map((column) => ({ id: column.id, header: column.header })), [props.columns]);
  const data = useMemo(() => props.rows.map((row) => ({ row })), [props.rows]);
  const [ownHidden, setOwnHidden] = useState<readonly string[]>([]);
  const hidden = props.hidden ?? ownHidden;
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((id) => [id, false])), [hidden]);
  const table = useTable({ features, columns: definitions, data, state: { columnVisibility } });
  const toggle = (id: string): void => {
    const next = hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id];
    // A table of no columns would hide the way back.
    if (next.length < props.columns.length) (props.onHidden ?? setOwnHidden)(next);
  };
  const shown = table.getVisibleLeafColumns().flatMap((column) => byId.get(column.id) ?? []);

  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm" align="flex-end">
        <Group gap="sm" className={classes.filters}>
          {props.filters}
        </Group>
        <Group gap="xs">
          {narrow ? null : (
            <Menu position="bottom-end" closeOnItemClick={false}>
              <Menu.Target>
                <Button variant="default" size="xs" leftSection={<IconColumns3 size={16} />}>
                  {t('columns')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {table.getAllLeafColumns().map((column) => (
                  <Menu.Item
                    key={column.id}
                    role="menuitemcheckbox"
                    aria-checked={column.getIsVisible()}
                    leftSection={<Checkbox size="xs" checked={column.getIsVisible()} readOnly tabIndex={-1} aria-hidden />}
                    onClick={() => toggle(column.id)}
                  >
                    {byId.get(column.id)?.header}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          {props.views}
          <ExportButton {...props} />
        </Group>
      </Group>
      {props.rows.length === 0 ? (
        props.empty
      ) : narrow ? (
        <Cards {...props} columns={shown} />
      ) : (
        <Rows {...props} columns={shown} />
      )}
      <Group justify="space-between">
        {props.total === undefined ? (
          <span />
        ) : (
          <Text size="sm" c="dimmed">
            {t('shownOf', { shown: props.rows.length, count: props.total })}
          </Text>
        )}
        {props.more === undefined ? null : (
          <Button variant="default" onClick={props.more.load} loading={props.more.loading}>
            {t('showMore')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Rows<Row>(props: DataTableProps<Row>) {
  const anchor = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: props.rows.length,
    estimateSize: () => 52,
    overscan: 12,
    scrollMargin: anchor.current?.offsetTop ?? 0,
  });
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? 0) - virtual.options.scrollMargin;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin);
  const { t } = useTranslation('common');
  return (
    <ScrollArea type="auto" className={classes.frame} viewportProps={{ tabIndex: 0 }}>
      <Box ref={anchor}>
        <table className={classes.table} aria-label={props.label} aria-rowcount={props.total ?? props.rows.length}>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th key={column.id} aria-sort={sortDirection(props.sort, column.sortKey)} data-numeric={column.numeric}>
                  <SortableHeader column={column} sort={props.sort} onSort={props.onSort} />
                </th>
              ))}
              {props.rowActions === undefined ? null : <th>{<span className={classes.hidden}>{t('actions')}</span>}</th>}
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <tr style={{ height: before }} aria-hidden /> : null}
            {items.map((item) => {
              const row = props.rows[item.index];
              if (row === undefined) return null;
              return (
                <tr
                  key={props.rowKey(row)}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-rowindex={item.index + 1}
                  data-open={props.onOpen === undefined ? undefined : true}
                  onClick={() => props.onOpen?.(row)}
                >
                  {props.columns.map((column) => (
                    <td key={column.id} data-numeric={column.numeric}>
                      {column.cell(row)}
                    </td>
                  ))}
                  {props.rowActions === undefined ? null : <td className={classes.actions}>{props.rowActions(row)}</td>}
                </tr>
              );
            })}
            {after > 0 ? <tr style={{ height: after }} aria-hidden /> : null}
          </tbody>
        </table>
      </Box>
    </ScrollArea>
  );
}

function SortableHeader<Row>({
  column,
  sort,
  onSort,
}: {
  column: DataColumn<Row>;
  sort: string | undefined;
  onSort: ((sort: string | undefined) => void) | undefined;
}) {
  if (column.sortKey === undefined || onSort === undefined) return column.header;
  const direction = sortDirection(sort, column.sortKey);
  const Icon = direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort;
  return (
    <UnstyledButton className={classes.sort} onClick={() => onSort(nextSort(sort, column))}>
      {column.header}
      <Icon size={14} data-idle={direction === 'none' || undefined} aria-hidden />
    </UnstyledButton>
  );
}

function Cards<Row>(props: DataTableProps<Row>) {
  const anchor = useRef<HTMLUListElement>(null);
  const virtual = useWindowVirtualizer({
    count: props.rows.length,
    estimateSize: () => 150,
    overscan: 6,
    gap: 10,
    scrollMargin: anchor.current?.offsetTop ?? 0,
  });
  return (
    <ul ref={anchor} className={classes.cards} aria-label={props.label} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = props.rows[item.index];
        if (row === undefined) return null;
        return (
          <li
            key={props.rowKey(row)}
            ref={virtual.measureElement}
            data-index={item.index}
            className={classes.cardSlot}
            style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            <RowCard columns={props.columns} row={row} onOpen={props.onOpen} actions={props.rowActions?.(row)} />
          </li>
        );
      })}
    </ul>
  );
}

function ExportButton<Row>({ exportName, exportHref, columns, rows }: DataTableProps<Row>) {
  const { t } = useTranslation('common');
  const icon = <IconDownload size={16} />;
  if (exportHref !== undefined) return <FileMenu label={t('exportFile')} hrefOf={exportHref} size="xs" />;
  if (exportName === undefined) return null;
  const save = () => {
    const exported = columns.filter((column) => column.text !== undefined);
    const text = toCsv(
      exported.map((column) => column.header),
      rows.map((row) => exported.map((column) => column.text?.(row) ?? '')),
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    link.download = exportName;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button variant="default" size="xs" leftSection={icon} onClick={save}>
      {t('exportCsv')}
    </Button>
  );
}
