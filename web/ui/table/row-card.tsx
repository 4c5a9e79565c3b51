import { Box, Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DataColumn } from './columns.ts';
import classes from './data-table.module.css';

interface RowCardProps<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly row: Row;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly actions: ReactNode;
}

/** A row of a table as a card for a narrow screen: the primary columns on top, the rest as pairs. */
export function RowCard<Row>({ columns, row, onOpen, actions }: RowCardProps<Row>) {
  const heading = columns.filter((column) => column.primary === true);
  const rest = columns.filter((column) => column.primary !== true);
  return (
    <Box className={classes.card} data-open={onOpen === undefined ? undefined : true} onClick={() => onOpen?.(row)}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <div className={classes.cardHeading}>
          {heading.map((column) => (
            <div key={column.id}>{column.cell(row)}</div>
          ))}
        </div>
        {onOpen === undefined ? null : <IconChevronRight size={18} aria-hidden />}
      </Group>
      <dl className={classes.pairs}>
        {rest.map((column) => (
          <div key={column.id}>
            <dt>{column.header}</dt>
            <dd>{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
      {actions === undefined || actions === null ? null : <Box mt="sm">{actions}</Box>}
    </Box>
  );
}
