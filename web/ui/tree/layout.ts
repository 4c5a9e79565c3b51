import { stratify, tree } from 'd3-hierarchy';
import type { OutlineSource } from './outline.ts';

export const cardWidth = 148;
export const cardHeight = 58;
const gapAcross = 18;
const gapDown = 44;

export interface PlacedNode<Node> {
  readonly node: Node;
  /** Centre of the top edge of the card. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly id: number;
  readonly path: string;
}

export interface TreeLayout<Node> {
  readonly nodes: readonly PlacedNode<Node>[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** Places a window of a tree: cards never overlap, everything lies within (0, 0)–(width, height). */
export function layoutTree<Node extends OutlineSource>(nodes: readonly Node[], topId: number): TreeLayout<Node> {
  const known = new Set(nodes.map((node) => node.memberId));
  const connected = nodes.filter((node) => node.memberId === topId || (node.sponsorId !== null && known.has(node.sponsorId)));
  if (!known.has(topId)) return { nodes: [], edges: [], width: 0, height: 0 };
  const hierarchy = stratify<Node>()
    .id((node) => String(node.memberId))
    .parentId((node) => (node.memberId === topId ? null : String(node.sponsorId)))(connected);
  const placed = tree<Node>()
    .nodeSize([cardWidth + gapAcross, cardHeight + gapDown])
    .separation((a, b) => (a.parent === b.parent ? 1 : 1.15))(hierarchy);
  const all = placed.descendants();
  const left = Math.min(...all.map((point) => point.x)) - cardWidth / 2;
  const right = Math.max(...all.map((point) => point.x)) + cardWidth / 2;
  const bottom = Math.max(...all.map((point) => point.y)) + cardHeight;
  return {
    nodes: all.map((point) => ({ node: point.data, x: point.x - left, y: point.y })),
    edges: placed.links().map(({ source, target }) => ({
      id: target.data.memberId,
      path: elbow(source.x - left, source.y + cardHeight, target.x - left, target.y),
    })),
    width: right - left,
    height: bottom,
  };
}

function elbow(fromX: number, fromY: number, toX: number, toY: number): string {
  const middle = (fromY + toY) / 2;
  return `M${fromX} ${fromY}C${fromX} ${middle} ${toX} ${middle} ${toX} ${toY}`;
}
