import { contractAt, decodeEvent } from '#chain/events.ts';
import type { ChainNode } from '#chain/node.ts';
import type { Hex } from '#kernel/hex.ts';
import type { UplineError } from '#kernel/errors/index.ts';
import { readWriterState } from '#mirror/write/state.ts';
import type { CycleContext } from './cycle.ts';
import { type Rechecked, afterBlock, fromGenesis, recheck } from './recheck.ts';

/** Looks at what was written long ago, because rows can go bad and nodes can have lied. */
export interface OldBlocksCheck {
  /** A look at the next old blocks, when it is time; from the first block to the newest final one, and again. */
  step(node: ChainNode): Promise<void>;
  /** Looks for a missing number in everything after the last event of its contract. */
  seek(node: ChainNode, hole: UplineError): Promise<void>;
}

export function createOldBlocksCheck(context: CycleContext, pause: number): OldBlocksCheck {
  const { database, deployment, logger } = context;
  let at: Rechecked = fromGenesis(deployment.genesisBlock);
  let nextTime = performance.now() + pause;
  return {
    step: async (node) => {
      const state = context.memory?.state;
      if (performance.now() < nextTime || state === undefined) return;
      nextTime = performance.now() + pause;
      const last = Math.min(state.finalized, state.tip.block);
      if (at.next > last) at = fromGenesis(deployment.genesisBlock);
      if (at.next > last) return;
      try {
        const outcome = await recheck(context, node, state.tip, at, last);
        at = outcome.after;
      } catch (error) {
        // The mirror itself is well as far as anybody knows; the same blocks are looked at again, by then perhaps with another node.
        logger.warn({ error, from: at.next }, 'old blocks could not be checked');
        context.memory = undefined;
      }
    },
    seek: async (node, hole) => {
      const contract = String(hole.parameters['contract']);
      const state = await readWriterState(database);
      const { rows } = await database.pool.query<{ block: bigint | null }>(
        'SELECT max(block_number) AS block FROM mirror.contract_seqs WHERE contract = $1',
        [contract],
      );
      if (state === undefined) return;
      const known = rows[0]?.block;
      const seq = state.seqs.get(contract);
      let from =
        known === null || known === undefined || seq === undefined
          ? fromGenesis(deployment.genesisBlock)
          : await afterBlock(context, Number(known), new Map([[contract, seq]]));
      while (from.next <= state.tip.block) {
        const outcome = await recheck(context, node, state.tip, from, state.tip.block);
        if (outcome.healed.length > 0) {
          logger.warn({ contract, blocks: outcome.healed }, 'the hole was found in older blocks and filled');
          return;
        }
        from = outcome.after;
      }
    },
  };
}

/**
 * Reads events again that an earlier version of this program kept raw and this one knows.
 * @returns the blocks that were put right
 */
export async function replayRawLogs(context: CycleContext, node: ChainNode): Promise<number[]> {
  const { database, deployment, logger } = context;
  const { rows } = await database.pool.query<{ block_number: bigint; address: Buffer; topics: Buffer; data: Buffer }>(
    'SELECT block_number, address, topics, data FROM mirror.raw_logs ORDER BY block_number, log_index',
  );
  const contractOf = contractAt(deployment);
  const blocks = new Set<number>();
  for (const { block_number: block, address, topics, data } of rows) {
    const contract = contractOf(hexOf(address));
    const words = Array.from({ length: topics.length / 32 }, (_, place) => hexOf(topics.subarray(place * 32, place * 32 + 32)));
    if (contract !== undefined && decodeEvent(contract, { topics: words, data: hexOf(data) }) !== undefined)
      blocks.add(Number(block));
  }
  const replayed: number[] = [];
  for (const block of blocks) {
    const state = await readWriterState(database);
    if (state === undefined) break;
    const at = await afterBlock(context, block - 1, new Map());
    replayed.push(...(await recheck(context, node, state.tip, at, block)).healed);
  }
  if (replayed.length > 0) logger.info({ blocks: replayed }, 'events that were kept raw are known now and were read');
  return replayed;
}

const hexOf = (bytes: Buffer): Hex => `0x${bytes.toString('hex')}`;
