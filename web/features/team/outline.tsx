import { Loader, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronRight } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FrontlineRow, TreeNode } from '#api/genealogy.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { Points } from '../../ui/money.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { flattenOutline, moveInOutline, type OutlineRow } from '../../ui/tree/outline.ts';
import { PersonName } from '../status/person-name.tsx';
import { frontlineQuery } from './queries.ts';
import classes from './outline.module.css';

interface OutlineProps {
  readonly label: string;
  readonly topId: number;
  readonly nodes: readonly TreeNode[];
  readonly period: number | undefined;
}

/** The team as a list that folds: one tab stop, arrows as in any tree. Rows outside the window are not drawn. */
export function Outline({ label, topId, nodes, period }: OutlineProps) {
  const { t } = useTranslation('team');
  const loaded = useRecruits(period);
  const [opened, setOpened] = useState<ReadonlySet<number>>(() => new Set(withChildren(nodes)));
  const [focused, setFocused] = useState(0);
  const rows = useMemo(
    () => flattenOutline<FrontlineRow>([...nodes, ...loaded.rows], topId, opened),
    [nodes, loaded.rows, topId, opened],
  );
  const list = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 60,
    overscan: 10,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.node.memberId ?? index,
  });

  const open = (row: OutlineRow<FrontlineRow>) => {
    setOpened(new Set([...opened, row.node.memberId]));
    if (row.missing > 0) loaded.load(row.node.memberId);
  };
  const close = (memberId: number) => setOpened(new Set([...opened].filter((id) => id !== memberId)));
  const focus = (index: number) => {
    setFocused(index);
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[focused];
    if (event.key === 'Enter' && row !== undefined) {
      list.current?.querySelector<HTMLElement>(`[data-index="${focused}"] a`)?.click();
      return;
    }
    const move = moveInOutline(rows, focused, event.key);
    if (move === null || row === undefined) return;
    event.preventDefault();
    if ('focus' in move) focus(move.focus);
    else if ('open' in move) open(row);
    else close(move.close);
  };

  return (
    <div
      ref={list}
      role="tree"
      aria-label={label}
      className={classes.tree}
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={onKeyDown}
    >
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const { node } = row;
        return (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            data-member={node.memberId}
            role="treeitem"
            aria-level={row.level}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            {...(row.expandable ? { 'aria-expanded': row.opened } : {})}
            aria-selected={item.index === focused}
            tabIndex={item.index === focused ? 0 : -1}
            onFocus={() => setFocused(item.index)}
            className={classes.row}
            style={{
              transform: `translateY(${item.start - virtual.options.scrollMargin}px)`,
              paddingInlineStart: `calc(var(--outline-indent) * ${Math.min(row.level - 1, 8)})`,
            }}
          >
            <div className={classes.body}>
              <span
                className={classes.toggle}
                data-hidden={!row.expandable || undefined}
                data-opened={row.opened || undefined}
                aria-hidden
                onClick={() => (row.opened ? close(node.memberId) : open(row))}
              >
                {loaded.loading.has(node.memberId) ? <Loader size={14} /> : <IconChevronRight size={18} />}
              </span>
              <div className={classes.words}>
                <Link to="/members/$memberId" params={{ memberId: String(node.memberId) }} className={classes.name} tabIndex={-1}>
                  <PersonName person={node} />
                </Link>
                <Text size="sm" c="dimmed" className={classes.figures}>
                  <span>
                    {t('pv')} <Points value={node.ppv} />
                  </span>
                  <span>
                    {t('gv')} <Points value={node.gv} />
                  </span>
                  {node.downlineCount > 0 ? <span>{t('below', { count: node.downlineCount })}</span> : null}
                </Text>
              </div>
              <StatusBadge small tone={node.active ? 'good' : 'neutral'} label={t(node.active ? 'active' : 'inactive')} />
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** Rows that stand open at first: whoever has somebody in the window. */
function withChildren(nodes: readonly TreeNode[]): number[] {
  return nodes.flatMap((node) => (node.sponsorId === null ? [] : [node.sponsorId]));
}

/** Recruits fetched when a folded row is opened. */
function useRecruits(period: number | undefined) {
  const queryClient = useQueryClient();
  const failureOf = useFailureText();
  const [rows, setRows] = useState<readonly FrontlineRow[]>([]);
  const [loading, setLoading] = useState<ReadonlySet<number>>(new Set());
  const load = (memberId: number) => {
    if (loading.has(memberId)) return;
    setLoading((before) => new Set([...before, memberId]));
    const fetchAll = async () => {
      let cursor: string | undefined;
      do {
        const page = await queryClient.fetchQuery({ ...frontlineQuery(memberId, { period, cursor }), retry: 1 });
        setRows((before) => [...before, ...page.items]);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
    };
    void fetchAll()
      // What did not come stays folded away; opening the row asks again.
      .catch((error: unknown) => {
        const { message, cure } = failureOf(error);
        notifications.show({ color: 'red', title: message, message: cure });
      })
      .finally(() => setLoading((before) => new Set([...before].filter((id) => id !== memberId))));
  };
  return { rows, loading, load };
}
