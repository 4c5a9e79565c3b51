import { ActionIcon, Group, Text } from '@mantine/core';
import { IconFocusCentered, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TreeNode } from '#api/genealogy.ts';
import { formatPoints } from '#kernel/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { cardHeight, cardWidth, layoutTree } from '../../ui/tree/layout.ts';
import classes from './picture.module.css';

interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const padding = 24;
const leastScale = 0.15;
const readableScale = 0.6;
const mostScale = 1.6;

/** The team as a drawing: drag to move, wheel or buttons to zoom, tap a card for the person. The outline is its readable twin. */
export function TreePicture({ nodes, topId }: { nodes: readonly TreeNode[]; topId: number }) {
  const { t } = useTranslation('team');
  const layout = useMemo(() => layoutTree(nodes, topId), [nodes, topId]);
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);

  const fit = () => {
    const width = frame.current?.clientWidth ?? 800;
    const height = frame.current?.clientHeight ?? 500;
    const scale = fittingScale(layout, width, height);
    setView({ x: (width - layout.width * scale) / 2, y: padding, scale });
  };
  // Once for each drawing, not at each move: the person at the top in the middle, at a size that can be read.
  useEffect(() => {
    const width = frame.current?.clientWidth ?? 800;
    const height = frame.current?.clientHeight ?? 500;
    const scale = Math.max(readableScale, fittingScale(layout, width, height));
    setView({ x: width / 2 - (layout.nodes[0]?.x ?? 0) * scale, y: padding, scale });
  }, [layout]);

  const zoom = (factor: number, atX?: number, atY?: number) => {
    setView((before) => {
      const scale = clamp(before.scale * factor);
      const centreX = atX ?? (frame.current?.clientWidth ?? 0) / 2;
      const centreY = atY ?? (frame.current?.clientHeight ?? 0) / 2;
      const grow = scale / before.scale;
      return { scale, x: centreX - (centreX - before.x) * grow, y: centreY - (centreY - before.y) * grow };
    });
  };
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    // React's own wheel listeners are passive and could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    drag.current = { x: event.clientX, y: event.clientY, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (from === null || event.buttons === 0) return;
    const [byX, byY] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(byX, byY) < 4) return;
    drag.current = { x: event.clientX, y: event.clientY, moved: true };
    setView((before) => ({ ...before, x: before.x + byX, y: before.y + byY }));
  };

  return (
    <div className={classes.wrap}>
      <Group gap={6} className={classes.tools}>
        <ActionIcon variant="default" size="lg" aria-label={t('zoomIn')} onClick={() => zoom(1.3)}>
          <IconZoomIn size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('zoomOut')} onClick={() => zoom(1 / 1.3)}>
          <IconZoomOut size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('fit')} onClick={fit}>
          <IconFocusCentered size={18} />
        </ActionIcon>
      </Group>
      <div ref={frame} className={classes.frame} onPointerDown={onPointerDown} onPointerMove={onPointerMove}>
        <svg width="100%" height="100%" role="group" aria-label={t('pictureLabel', { count: layout.nodes.length })}>
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
            {layout.edges.map((edge) => (
              <path key={edge.id} d={edge.path} className={classes.edge} />
            ))}
            {layout.nodes.map(({ node, x, y }) => (
              <PersonCard key={node.memberId} node={node} x={x} y={y} wasDragged={() => drag.current?.moved === true} />
            ))}
          </g>
        </svg>
      </div>
      <Text size="xs" c="dimmed">
        {t('pictureHint')}
      </Text>
    </div>
  );
}

function PersonCard({ node, x, y, wasDragged }: { node: TreeNode; x: number; y: number; wasDragged: () => boolean }) {
  const { t } = useTranslation('team');
  const locale = useLocale();
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/members/$memberId', params: { memberId: String(node.memberId) } });
  const name = node.name ?? `№ ${node.memberId}`;
  return (
    <g
      transform={`translate(${x - cardWidth / 2} ${y})`}
      className={classes.card}
      data-active={node.active || undefined}
      role="link"
      tabIndex={0}
      onClick={() => {
        if (!wasDragged()) open();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open();
      }}
    >
      <title>{name}</title>
      <rect width={cardWidth} height={cardHeight} rx={10} />
      <text x={12} y={23} className={classes.name}>
        {name.length > 17 ? `${name.slice(0, 16)}…` : name}
      </text>
      <text x={12} y={43} className={classes.figures}>
        № {node.memberId} · {t('pv')} {formatPoints(locale, BigInt(node.ppv))}
      </text>
      {node.foldedCount > 0 ? (
        <g transform={`translate(${cardWidth / 2} ${cardHeight})`}>
          <rect x={-19} y={-10} width={38} height={20} rx={10} className={classes.folded} />
          <text y={4} textAnchor="middle" className={classes.foldedText}>
            +{node.foldedCount}
          </text>
        </g>
      ) : null}
    </g>
  );
}

function fittingScale(layout: { width: number; height: number }, width: number, height: number): number {
  return clamp(Math.min((width - 2 * padding) / layout.width, (height - 2 * padding) / layout.height, 1));
}

function clamp(scale: number): number {
  return Math.max(leastScale, Math.min(mostScale, scale));
}
