import type { Deployment } from '#chain/deployment.ts';
import { NodeFailure } from '#chain/node-failure.ts';
import type { ChainNode } from '#chain/node.ts';
import { type Asked, type Range, readRange } from './source.ts';

/** Reads ranges one after the other, and the next ones already while a range is being written. */
export interface RangeReader {
  /** The range that begins at `from`; as long as the node gives it, and no longer than `to`. */
  read(node: ChainNode, asked: Asked): Promise<Range>;
  /** Throws away what was read ahead. */
  forget(): void;
}

export interface ReaderOptions {
  /** How many ranges are read before they are asked for. */
  readonly rangesAhead?: number;
  /** Logs of an answer that is worth its request and still fits into memory several times. */
  readonly wantedLogs?: number;
  /** Blocks of the first range, before it is known how full they are. */
  readonly firstSpan?: number;
}

const longestSpan = 20_000;
/** Good answers after which a node is asked for more than it gave before. */
const retryLimit = 50;

export function createRangeReader(
  deployment: Deployment,
  { rangesAhead = 2, wantedLogs = 6_000, firstSpan = 500 }: ReaderOptions = {},
): RangeReader {
  /** Blocks to ask for at once; grows while answers are short and shrinks when they are refused. */
  let span = firstSpan;
  /** What single nodes gave at most, as they said or as it was found out, and how often since then that was no trouble. */
  const most = new WeakMap<ChainNode, { blocks: number; good: number }>();
  let ahead: { node: ChainNode; from: number; to: number; range: Promise<Range> }[] = [];

  const forget = (): void => {
    ahead = [];
  };
  const spanOf = (node: ChainNode): number => Math.max(1, Math.min(span, most.get(node)?.blocks ?? longestSpan));
  const learn = (node: ChainNode, { from, to, logs }: Range): void => {
    const blocks = to - from + 1;
    const limit = most.get(node);
    if (limit !== undefined && blocks >= limit.blocks && (limit.good += 1) % retryLimit === 0) limit.blocks *= 2;
    // Half as long again at most: what lies ahead may be denser.
    const fitting = logs.length === 0 ? blocks * 2 : Math.floor((wantedLogs / logs.length) * blocks);
    if (blocks >= span) span = Math.max(1, Math.min(longestSpan, fitting, blocks * 2));
    else span = Math.max(1, Math.min(span, fitting));
  };
  const shrink = (node: ChainNode, failure: NodeFailure, blocks: number): void => {
    const half = Math.max(1, Math.floor(blocks / 2));
    // Who did not answer may only have been slow; who refused will refuse the same again.
    if (failure.kind === 'unreachable') span = Math.max(1, Math.min(half, span));
    else most.set(node, { blocks: Math.min(blocks - 1, failure.blocks ?? half), good: 0 });
  };

  /** Shortens the range until the node can answer. */
  const fit = async (node: ChainNode, asked: Asked): Promise<Range> => {
    for (;;) {
      const to = Math.min(asked.to, asked.from + spanOf(node) - 1);
      const blocks = to - asked.from + 1;
      try {
        return await readRange(node, deployment, { ...asked, to });
      } catch (error) {
        if (!(error instanceof NodeFailure) || blocks === 1 || error.kind === 'limited' || error.kind === 'late') throw error;
        shrink(node, error, blocks);
        // Whoever did not answer at all is not asked again at once; whoever refused may like half of it.
        if (error.kind === 'unreachable') throw error;
      }
    }
  };

  return {
    forget,
    read: async (node, asked) => {
      const [next] = ahead;
      const fits = next !== undefined && next.node === node && next.from === asked.from && next.to <= asked.to;
      if (!fits) forget();
      let range: Range;
      try {
        range = await (fits ? next.range : fit(node, asked));
        ahead.shift();
      } catch (error) {
        forget();
        if (!fits) throw error;
        range = await fit(node, asked);
      }
      learn(node, range);
      // Only what can no longer be replaced is worth reading before it is needed.
      const last = Math.min(asked.to, asked.window - 1);
      let from = (ahead.at(-1)?.to ?? range.to) + 1;
      while (ahead.length < rangesAhead && from <= last) {
        const to = Math.min(last, from + spanOf(node) - 1);
        const reading = readRange(node, deployment, { from, to, window: asked.window });
        // Whoever takes it sees the error; nobody may take it.
        reading.catch(() => undefined);
        ahead.push({ node, from, to, range: reading });
        from = to + 1;
      }
      return range;
    },
  };
}
