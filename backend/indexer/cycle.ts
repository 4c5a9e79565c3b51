import { type BlockHead, readBlock } from '#chain/blocks.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type EventContract, eventContracts } from '#chain/events.ts';
import { finalizedNumber } from '#chain/finality.ts';
import type { ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';
import { type Batch, type FaultPoint, type Header, type Identity, rollBackTo, writeBatch } from '#mirror/write/batch.ts';
import { count } from '#mirror/write/counters.ts';
import { createRowsToWrite } from '#mirror/write/rows.ts';
import { type WriterState, readCounts, readDepths, readWriterState } from '#mirror/write/state.ts';
import type { RangeReader } from './ahead.ts';
import type { KnownDepths } from './depths.ts';
import { type Collected, type Known, type SeqAt, collectRange } from './collect.ts';
import { proveSeqs } from './proof.ts';
import { type Range, badAnswer } from './source.ts';

export interface CycleContext {
  readonly database: Database;
  readonly deployment: Deployment;
  readonly finalityDepth: number;
  readonly logger: Logger;
  readonly faultPoint: FaultPoint;
  readonly reader: RangeReader;
  /** For looks at old blocks, of which nobody waits for the next. */
  readonly slowReader: RangeReader;
  /** The last block to read, if not all are wanted. */
  readonly until?: number | undefined;
  /** Depths of the members whom this process has read or asked for; forgotten with `memory`. */
  readonly depths: KnownDepths;
  /** Told after each batch that was written, with the newest block as known now. */
  readonly moved: (state: WriterState, head: number) => void;
  /** Position and counts as of the last write of this process, so that they need not be read again. */
  memory: { state: WriterState; members: number; entries: number } | undefined;
  /** The newest block of the node that was asked last, and when; while far behind it need not be asked again for each range. */
  seen: { node: ChainNode; head: BlockHead; at: number } | undefined;
}

/** `behind`: the node knows less than the mirror. `caughtUp`: there is nothing more to read now. */
export type CycleOutcome = 'behind' | 'caughtUp' | 'moved';

/** Milliseconds for which a far-away head is believed. */
const headHolds = 5_000;

/** Milliseconds of reading and writing after which a cycle ends, so that it can be stopped. */
const longestRun = 1_000;

/** One step: at most one rollback, or batches. What it throws has left the batches before, whole, and nothing else. */
export async function runCycle(context: CycleContext, node: ChainNode): Promise<CycleOutcome> {
  const memory = context.memory ?? (await remember(context));
  const state = memory?.state;
  const far = farHead(context, node, state);
  const head = far ?? (await readHead(context, node));
  if (head === undefined) return 'behind';
  const identity = await identify(context, node, state, head);
  context.memory = memory;
  if (state !== undefined && far === undefined) {
    if (head.number < state.tip.block) return 'behind';
    const turn = await findFork(node, state, head);
    if (turn !== undefined) {
      context.memory = undefined;
      await rollBackTo(context.database, state.tip, turn, context.faultPoint);
      await count(context.database, 'reorgs');
      context.logger.warn({ from: state.tip.block, to: turn.number }, 'the chain replaced blocks; the mirror went back');
      return 'moved';
    }
    if (head.number === state.tip.block) return 'caughtUp';
  }
  const from = state === undefined ? context.deployment.genesisBlock : state.tip.block + 1;
  if (head.number < from) return 'behind';
  if (far === undefined) context.seen = { node, head, at: performance.now() };
  await append(context, node, identity, head, { state, members: memory?.members ?? 0, entries: memory?.entries ?? 0 });
  return 'moved';
}

async function readHead({ until }: CycleContext, node: ChainNode): Promise<BlockHead | undefined> {
  const head = await readBlock(node, 'latest');
  return head === undefined || until === undefined || head.number <= until ? head : readBlock(node, until);
}

/** While the block that was read last is final for the head that is known, the chain can go on from it in one way only. */
function farHead(context: CycleContext, node: ChainNode, state: WriterState | undefined): BlockHead | undefined {
  const { seen, finalityDepth } = context;
  if (seen === undefined || state === undefined || seen.node !== node || performance.now() - seen.at > headHolds)
    return undefined;
  return state.tip.block < finalizedNumber(seen.head.number, finalityDepth) ? seen.head : undefined;
}

/** Where the mirror stands before a batch. */
interface Position {
  readonly state: WriterState | undefined;
  readonly members: number;
  readonly entries: number;
}

/** What goes into the mirror, and where that stands then. */
interface Prepared {
  readonly batch: Batch;
  readonly after: NonNullable<CycleContext['memory']>;
}

/** Reads and writes until there is nothing more, or for as long as a stop may wait; one range is written while the next is read. */
async function append(
  context: CycleContext,
  node: ChainNode,
  identity: Identity,
  head: BlockHead,
  before: Position,
): Promise<void> {
  const end = performance.now() + longestRun;
  let position = before;
  let writing = Promise.resolve();
  try {
    do {
      const prepared = await prepare(context, node, { identity, head, position });
      await writing;
      writing = write(context, prepared);
      // Whoever waits for it sees the error.
      writing.catch(() => undefined);
      position = prepared.after;
    } while (performance.now() < end && farHead(context, node, position.state) !== undefined);
  } finally {
    // Nothing is under way when a cycle has ended, however it ends.
    await writing.catch(() => undefined);
  }
  await writing;
}

async function write(context: CycleContext, { batch, after }: Prepared): Promise<void> {
  context.memory = undefined;
  await writeBatch(context.database, batch, context.faultPoint);
  context.memory = after;
  context.moved(after.state, batch.head);
}

async function prepare(
  context: CycleContext,
  node: ChainNode,
  { identity, head, position }: { identity: Identity; head: BlockHead; position: Position },
): Promise<Prepared> {
  const { state } = position;
  const from = state === undefined ? context.deployment.genesisBlock : state.tip.block + 1;
  const settled = finalizedNumber(head.number, context.finalityDepth);
  const known = new Map([[head.number, head]]);
  const range = await context.reader.read(node, { from, to: head.number, window: settled, head: head.number, known });
  if (state !== undefined && range.headers.get(from)?.parentHash !== state.tip.hash)
    throw badAnswer(from, 'its parent is not the block that was read before');
  if (state === undefined && range.headers.get(from)?.hash !== identity.genesisHash)
    throw badAnswer(from, 'two answers about it differ');
  const before: Known = {
    seqs: state?.seqs ?? new Map(),
    members: position.members,
    entries: position.entries,
    depths: context.depths,
    readDepths: (memberIds) => readDepths(context.database, memberIds),
  };
  const rows = createRowsToWrite();
  const collected = await collectRange(node, context.deployment, range, before, rows.sinks);
  const tip = requireHeader(range, range.to);
  await prove(context, node, { range, collected, tip, settled });
  if (collected.unknown > 0)
    context.logger.error({ count: collected.unknown }, 'events that this version cannot read were kept raw');
  context.faultPoint('range-read');
  const finalized = Math.min(settled, range.to);
  const kept = [...range.headers.values()].filter((header) => header.number >= finalized || header.number === range.to);
  return {
    batch: {
      identity,
      after: state?.tip,
      rows,
      headers: kept.map(toHeader),
      seqs: worthKeeping(collected.seqs, finalized),
      tip: toHeader(tip),
      head: head.number,
      finalized,
      state: range.to === head.number ? 'following' : 'catchingUp',
    },
    after: {
      state: nextState(identity, state, { tip, finalized, kept, seqs: collected.seqs }),
      members: collected.members,
      entries: collected.entries,
    },
  };
}

/**
 * Where a range ends in blocks that can still be replaced, the contracts are asked whether that was all: those that were heard, those of
 * which a bloom speaks, and all of them when the range began in the past.
 */
async function prove(
  context: CycleContext,
  node: ChainNode,
  { range, collected, tip, settled }: { range: Range; collected: Collected; tip: BlockHead; settled: number },
): Promise<void> {
  if (range.to < settled) return;
  const asked = new Set<EventContract>(range.from <= settled ? eventContracts : range.silent());
  for (const { contract, block } of collected.seqs) if (block >= settled) asked.add(contract);
  if (asked.size > 0)
    await proveSeqs(node, context.deployment, [...asked], { block: tip.number, hash: tip.hash, seqs: collected.last });
}

/**
 * Where the chain left the one that was read.
 * @returns undefined when it did not; otherwise the newest block that both have
 * @throws UplineError MIRROR.BEYOND_FINALITY
 */
async function findFork(node: ChainNode, state: WriterState, head: BlockHead): Promise<Header | undefined> {
  const current = head.number === state.tip.block ? head : await readBlock(node, state.tip.block);
  if (current === undefined) throw badAnswer(state.tip.block, 'the node does not have the block');
  if (current.hash === state.tip.hash) return undefined;
  for (const header of state.headers) {
    if (header.number >= state.tip.block) continue;
    const theirs = await readBlock(node, header.number);
    if (theirs?.hash === header.hash) return header;
    // The finalized header is the last that is kept: when even that one is another, the promise of finality was broken.
    if (header.number <= state.finalized) break;
  }
  throw new UplineError('MIRROR.BEYOND_FINALITY', { block: state.finalized });
}

/** Refuses a database that mirrors something else. @throws UplineError CHAIN.OTHER_GENESIS */
export async function checkIdentity(context: CycleContext, node: ChainNode): Promise<void> {
  const memory = await remember(context);
  if (memory !== undefined) await identify(context, node, memory.state, undefined);
}

/** @param head when the mirror is empty: then the first block is believed only when its successor names it */
async function identify(
  context: CycleContext,
  node: ChainNode,
  state: WriterState | undefined,
  head: BlockHead | undefined,
): Promise<Identity> {
  const { deployment } = context;
  if (context.memory !== undefined && state !== undefined) return state.identity;
  const genesis = await readBlock(node, deployment.genesisBlock);
  if (genesis === undefined) throw badAnswer(deployment.genesisBlock, 'the node does not have the block');
  if (state === undefined && head !== undefined && head.number > genesis.number) {
    const next = await readBlock(node, genesis.number + 1);
    if (next?.parentHash !== genesis.hash) throw badAnswer(genesis.number, 'the next block has another parent');
  }
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
  context.depths.forget();
  const state = await readWriterState(context.database);
  if (state === undefined) return undefined;
  return { state, ...(await readCounts(context.database)) };
}

function nextState(
  identity: Identity,
  before: WriterState | undefined,
  added: { tip: BlockHead; finalized: number; kept: readonly BlockHead[]; seqs: readonly SeqAt[] },
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
function worthKeeping(seqs: readonly SeqAt[], finalized: number): SeqAt[] {
  const last = new Map<string, SeqAt>();
  for (const item of seqs) if (item.block <= finalized) last.set(item.contract, item);
  return seqs.filter((item) => item.block > finalized || last.get(item.contract) === item);
}

function requireHeader(range: Range, block: number): BlockHead {
  const header = range.headers.get(block);
  if (header === undefined) throw badAnswer(block, 'the node does not have the block');
  return header;
}

function toHeader({ number, hash, parentHash, time }: BlockHead): Header {
  return { number, hash, parentHash, time };
}
