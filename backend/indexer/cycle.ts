import type { PublicClient } from 'viem';
import { type BlockHead, readBlock } from '#chain/blocks.ts';
import type { Deployment } from '#chain/deployment.ts';
import { finalizedNumber } from '#chain/finality.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';
import { type FaultPoint, type Header, type Identity, rollBackTo, writeBatch } from '#mirror/write/batch.ts';
import { type WriterState, readCounts, readDepths, readWriterState } from '#mirror/write/state.ts';
import { type Known, collectRange } from './collect.ts';
import { RangeTooLarge, type Range, readRange } from './source.ts';

export interface CycleContext {
  readonly database: Database;
  readonly deployment: Deployment;
  readonly finalityDepth: number;
  readonly logger: Logger;
  readonly faultPoint: FaultPoint;
  /** Blocks to ask for at once; grows with success and shrinks with refusals. */
  span: number;
  /** Position and counts as of the last write of this process, so that they need not be read again. */
  memory: { state: WriterState; members: number; entries: number } | undefined;
}

/** `behind`: the node knows less than the mirror. `caughtUp`: there is nothing more to read now. */
export type CycleOutcome = 'behind' | 'caughtUp' | 'moved';

const largestSpan = 20_000;
const smallestAnswer = 2_000;

/** One step: at most one rollback or one batch. Everything it throws has changed nothing. */
export async function runCycle(context: CycleContext, client: PublicClient): Promise<CycleOutcome> {
  const head = await readBlock(client, 'latest');
  if (head === undefined) return 'behind';
  const memory = context.memory ?? (await remember(context));
  const state = memory?.state;
  const identity = await identify(context, client, state);
  if (state !== undefined) {
    if (head.number < state.tip.block) return 'behind';
    const turn = await findFork(client, state, head);
    if (turn !== undefined) {
      context.memory = undefined;
      await rollBackTo(context.database, state.tip, turn, context.faultPoint);
      context.logger.warn({ from: state.tip.block, to: turn.number }, 'the chain replaced blocks; the mirror went back');
      return 'moved';
    }
    if (head.number === state.tip.block) return 'caughtUp';
  }
  const from = state === undefined ? context.deployment.genesisBlock : state.tip.block + 1;
  if (head.number < from) return 'behind';
  await append(context, client, { identity, state, from, head, members: memory?.members ?? 0, entries: memory?.entries ?? 0 });
  return 'moved';
}

async function append(
  context: CycleContext,
  client: PublicClient,
  at: { identity: Identity; state: WriterState | undefined; from: number; head: BlockHead; members: number; entries: number },
): Promise<void> {
  const { state, from, head } = at;
  const settled = finalizedNumber(head.number, context.finalityDepth);
  const range = await readFitting(context, client, from, head, settled);
  if (state !== undefined && range.headers.get(from)?.parentHash !== state.tip.hash) {
    throw new UplineError('MIRROR.BAD_ANSWER', { block: from, reason: 'its parent is not the block that was read before' });
  }
  const known: Known = {
    seqs: state?.seqs ?? new Map(),
    members: at.members,
    entries: at.entries,
    depths: (memberIds) => readDepths(context.database, memberIds),
  };
  const collected = await collectRange(client, context.deployment, range, known);
  if (collected.unknown > 0)
    context.logger.error({ count: collected.unknown }, 'events that this version cannot read were kept raw');
  context.faultPoint('range-read');
  const tip = requireHeader(range, range.to);
  const finalized = Math.min(settled, range.to);
  const kept = [...range.headers.values()].filter((header) => header.number >= finalized || header.number === range.to);
  const seqs = collected.seqs.filter((item) => item.block > finalized || isLast(collected.seqs, item, finalized));
  context.memory = undefined;
  await writeBatch(
    context.database,
    {
      identity: at.identity,
      after: state?.tip,
      rows: collected.rows,
      headers: kept.map(toHeader),
      seqs,
      tip: toHeader(tip),
      head: head.number,
      finalized,
      state: range.to === head.number ? 'following' : 'catchingUp',
    },
    context.faultPoint,
  );
  context.memory = {
    state: nextState(at.identity, state, { tip, finalized, kept, seqs: collected.seqs }),
    members: collected.members,
    entries: collected.entries,
  };
}

/** Halves the range until the node can answer; a good answer lets the next one be longer. */
async function readFitting(
  context: CycleContext,
  client: PublicClient,
  from: number,
  head: BlockHead,
  window: number,
): Promise<Range> {
  for (;;) {
    const to = Math.min(head.number, from + context.span - 1);
    try {
      const range = await readRange(client, context.deployment, { from, to, window, known: new Map([[head.number, head]]) });
      if (range.logs.length < smallestAnswer) context.span = Math.min(largestSpan, context.span * 2);
      return range;
    } catch (error) {
      if (!(error instanceof RangeTooLarge)) throw error;
      context.span = Math.max(1, Math.floor((to - from + 1) / 2));
      context.logger.debug({ span: context.span, reason: error.message }, 'asking for a shorter range');
    }
  }
}

/**
 * Where the chain left the one that was read.
 * @returns undefined when it did not; otherwise the newest block that both have
 * @throws UplineError MIRROR.BEYOND_FINALITY
 */
async function findFork(client: PublicClient, state: WriterState, head: BlockHead): Promise<Header | undefined> {
  const current = head.number === state.tip.block ? head : await readBlock(client, state.tip.block);
  if (current === undefined)
    throw new UplineError('MIRROR.BAD_ANSWER', { block: state.tip.block, reason: 'the node does not have the block' });
  if (current.hash === state.tip.hash) return undefined;
  for (const header of state.headers) {
    if (header.number >= state.tip.block) continue;
    const theirs = await readBlock(client, header.number);
    if (theirs?.hash === header.hash) return header;
    // The finalized header is the last that is kept: when even that one is another, the promise of finality was broken.
    if (header.number <= state.finalized) break;
  }
  throw new UplineError('MIRROR.BEYOND_FINALITY', { block: state.finalized });
}

/** Refuses a database that mirrors something else. @throws UplineError CHAIN.OTHER_GENESIS */
export async function checkIdentity(context: CycleContext, client: PublicClient): Promise<void> {
  const memory = await remember(context);
  if (memory !== undefined) await identify(context, client, memory.state);
}

async function identify(context: CycleContext, client: PublicClient, state: WriterState | undefined): Promise<Identity> {
  const { deployment } = context;
  if (context.memory !== undefined && state !== undefined) return state.identity;
  const genesis = await readBlock(client, deployment.genesisBlock);
  if (genesis === undefined)
    throw new UplineError('MIRROR.BAD_ANSWER', { block: deployment.genesisBlock, reason: 'the node does not have the block' });
  const identity: Identity = {
    chainId: deployment.chainId,
    genealogy: deployment.contracts.genealogy,
    genesisBlock: deployment.genesisBlock,
    genesisHash: genesis.hash,
  };
  for (const key of ['chainId', 'genealogy', 'genesisBlock', 'genesisHash'] as const) {
    if (state !== undefined && state.identity[key] !== identity[key]) {
      throw new UplineError('CHAIN.OTHER_GENESIS', {
        detail: `${key} is ${identity[key]}, the database has ${state.identity[key]}`,
      });
    }
  }
  return identity;
}

async function remember(context: CycleContext): Promise<CycleContext['memory']> {
  const state = await readWriterState(context.database);
  if (state === undefined) return undefined;
  return { state, ...(await readCounts(context.database)) };
}

function nextState(
  identity: Identity,
  before: WriterState | undefined,
  added: { tip: BlockHead; finalized: number; kept: readonly BlockHead[]; seqs: readonly { contract: string; seq: bigint }[] },
): WriterState {
  const seqs = new Map(before?.seqs);
  for (const item of added.seqs) seqs.set(item.contract, item.seq);
  const finalized = Math.max(before?.finalized ?? 0, added.finalized);
  const headers = [...added.kept.map(toHeader).toSorted((left, right) => right.number - left.number), ...(before?.headers ?? [])];
  return {
    identity,
    tip: { block: added.tip.number, hash: added.tip.hash },
    finalized,
    seqs,
    headers: headers.filter((header) => header.number >= finalized || header.number === added.tip.number),
  };
}

/** Of the blocks that are final only the last number of each contract is kept. */
function isLast(
  seqs: readonly { contract: string; block: number }[],
  item: { contract: string; block: number },
  finalized: number,
): boolean {
  return !seqs.some((other) => other.contract === item.contract && other.block > item.block && other.block <= finalized);
}

function requireHeader(range: Range, block: number): BlockHead {
  const header = range.headers.get(block);
  if (header === undefined) throw new UplineError('MIRROR.BAD_ANSWER', { block, reason: 'the node does not have the block' });
  return header;
}

function toHeader({ number, hash, parentHash, time }: BlockHead): Header {
  return { number, hash, parentHash, time };
}
