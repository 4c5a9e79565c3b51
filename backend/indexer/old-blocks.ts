import { contractAt, decodeEvent } from '#chain/events.ts';
import type { ChainNode } from '#chain/node.ts';
import type { Hex } from '#kernel/hex.ts';
import type { UplineError } from '#kernel/errors/index.ts';
import { readWriterState } from '#mirror/write/state.ts';
import type { CycleContext } from './cycle.ts';
import { type Rechecked, afterBlock, compareBlocks, fromGenesis, recheck } from './recheck.ts';

/** Looks at what was written long ago, because rows can go bad and nodes can have lied. */
export interface OldBlocksCheck {
  /**
   * Begins a look at the next old blocks, when it is time; from the first block to the newest final one, and again. The chain is followed
   * meanwhile; only when something is found must it wait until that is put right.
   */
  step(node: ChainNode): Promise<void>;
  /** Settles when no look is under way. */
  idle(): Promise<void>;
  /** Looks for a missing number in everything after the last event of its contract. */
  seek(node: ChainNode, hole: UplineError): Promise<void>;
}

export function createOldBlocksCheck(context: CycleContext, pause: number): OldBlocksCheck {
  const { database, deployment, logger } = context;
  let at: Rechecked = fromGenesis(deployment.genesisBlock);
  let nextTime = performance.now() + pause;
  /** The look that is under way. */
  let looking: Promise<void> | undefined;
  /** Something was found in the blocks from `at` on. */
  let found = false;

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // The mirror itself is well as far as anybody knows; the same blocks are looked at again, by then perhaps with another node.
      logger.warn({ error, from: at.next }, 'old blocks could not be checked');
    }
  };
  return {
    idle: async () => looking,
    step: async (node) => {
      const state = context.memory?.state;
      if (looking !== undefined || state === undefined || (!found && performance.now() < nextTime)) return;
      const last = Math.min(state.finalized, state.tip.block);
      if (at.next > last) at = fromGenesis(deployment.genesisBlock);
      if (at.next > last) return;
      if (found) {
        found = false;
        await guarded(async () => {
          at = (await recheck(context, node, state.tip, at, last)).after;
        });
        // Rows may have been put right, or an error have left it open whether they were.
        context.memory = undefined;
        return;
      }
      nextTime = performance.now() + pause;
      looking = guarded(async () => {
        const { after, differing } = await compareBlocks(context, node, at, last);
        if (differing.size > 0) found = true;
        else at = after;
      }).finally(() => (looking = undefined));
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
