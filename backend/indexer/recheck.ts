import type { ChainNode } from '#chain/node.ts';
import { readBlock } from '#chain/blocks.ts';
import type { Tip } from '#mirror/write/batch.ts';
import { count } from '#mirror/write/counters.ts';
import { replaceBlocks } from '#mirror/write/replace.ts';
import { readDepths } from '#mirror/write/state.ts';
import { type FactRows, type Table, emptyRows, factTableNames, factTables } from '#mirror/write/tables.ts';
import { type Collected, type Known, collectRange } from './collect.ts';
import type { CycleContext } from './cycle.ts';
import type { Difference } from './difference.ts';
import { type Range, badAnswer, readRange } from './source.ts';
import { compareTable } from './verify-tables.ts';

/** How far a look at old blocks has come, and what it knows there. */
export interface Rechecked {
  /** The next block to look at. */
  readonly next: number;
  readonly seqs: ReadonlyMap<string, bigint>;
  /** Numbers before `next` are not known from the beginning of the chain. */
  readonly anywhere: boolean;
  readonly members: number;
  readonly entries: number;
}

export interface RecheckOutcome {
  readonly after: Rechecked;
  /** Blocks whose rows were wrong and are right now. */
  readonly healed: readonly number[];
  /** Differences that one answer cannot settle, because the mirror holds more than the answer: they are told, and nothing is thrown away. */
  readonly doubtful: readonly Difference[];
}

/** Where a look at everything begins. */
export function fromGenesis(genesisBlock: number): Rechecked {
  return { next: genesisBlock, seqs: new Map(), anywhere: false, members: 0, entries: 0 };
}

/** Where a look begins after `block`, as the mirror itself knows it there. */
export async function afterBlock(
  { database }: CycleContext,
  block: number,
  seqs: ReadonlyMap<string, bigint>,
): Promise<Rechecked> {
  const { rows } = await database.pool.query<{ members: number | null; entries: bigint | null }>(
    `SELECT (SELECT max(member_id) FROM mirror.members WHERE block_number <= $1) AS members,
       (SELECT max(entry_index) + 1 FROM mirror.volume_entries WHERE block_number <= $1) AS entries`,
    [block],
  );
  const members = rows[0]?.members ?? 0;
  return { next: block + 1, seqs, anywhere: true, members, entries: Number(rows[0]?.entries ?? 0n) };
}

/** What a look at old blocks found, before anything is done about it. */
export interface Compared {
  readonly range: Range;
  readonly collected: Collected & { readonly rows: FactRows };
  readonly after: Rechecked;
  /** By block. */
  readonly differing: ReadonlyMap<number, readonly Difference[]>;
}

/**
 * Reads some old blocks again and compares every row of them. Changes nothing, so the chain can be followed meanwhile.
 * @param last the last block to look at; final, or else the mirror must not move meanwhile
 * @throws NodeFailure, UplineError MIRROR.HOLE, MIRROR.BAD_ANSWER, MIRROR.BROKEN_FACT
 */
export async function compareBlocks(context: CycleContext, node: ChainNode, at: Rechecked, last: number): Promise<Compared> {
  const { database } = context;
  const { range, collected } = await collectFrom(context, node, at, last);
  const differing = new Map<number, Difference[]>();
  for (const name of factTableNames) {
    const found = await compareTable(database, name, collected.rows[name], { from: range.from, to: range.to }, 1_000);
    for (const { block, ...difference } of found) differing.set(block, [...(differing.get(block) ?? []), difference]);
  }
  const after = {
    next: range.to + 1,
    seqs: collected.last,
    anywhere: at.anywhere,
    members: collected.members,
    entries: collected.entries,
  };
  await count(database, 'recheckedBlocks', range.to - range.from + 1);
  return { range, collected, after, differing };
}

/**
 * Compares some old blocks; those whose rows differ are read once more, each with its header, and replaced.
 * @param last the last block to look at; not beyond the mirror's tip
 * @throws NodeFailure, UplineError MIRROR.HOLE, MIRROR.BAD_ANSWER, MIRROR.BROKEN_FACT
 */
export async function recheck(
  context: CycleContext,
  node: ChainNode,
  tip: Tip,
  at: Rechecked,
  last: number,
): Promise<RecheckOutcome> {
  const { database, deployment } = context;
  const { range, collected, after, differing } = await compareBlocks(context, node, at, last);
  if (differing.size === 0) return { after, healed: [], doubtful: [] };
  const doubtful: Difference[] = [];
  const blocks: number[] = [];
  for (const [block, differences] of differing) {
    const header = await readBlock(node, block);
    if (header === undefined) throw badAnswer(block, 'the node does not have the block');
    if (block === tip.block && header.hash !== tip.hash) throw badAnswer(block, 'the block was replaced meanwhile');
    const strict = await readRange(node, deployment, {
      from: block,
      to: block,
      window: block,
      known: new Map([[block, header]]),
    });
    let before = 0;
    for (const log of range.logs) if (log.block === block) before += 1;
    if (numberOfLogs(strict) !== before || strict.silent().size > 0) throw badAnswer(block, 'two answers about it differ');
    if (await holdsLaterEvents(context, block, collected)) doubtful.push(...differences);
    else blocks.push(block);
  }
  if (blocks.length > 0) {
    await replaceBlocks(database, tip, blocks, collected.rows, lastOfEach(collected));
    await count(database, 'healedBlocks', blocks.length);
    context.memory = undefined;
    context.logger.error({ blocks, differences: [...differing.values()].flat().slice(0, 5) }, 'wrong rows were found and healed');
  }
  if (doubtful.length > 0)
    context.logger.error({ doubtful: doubtful.slice(0, 5) }, 'the mirror holds rows that the chain does not show');
  return { after, healed: blocks, doubtful };
}

/** Checks each of them. */
function numberOfLogs({ logs }: Range): number {
  let count = 0;
  for (const _ of logs) count += 1;
  return count;
}

/** Old blocks are many: a range as long as the reader of ranges has learned to ask for. */
async function collectFrom(
  { database, deployment, slowReader }: CycleContext,
  node: ChainNode,
  at: Rechecked,
  last: number,
): Promise<Pick<Compared, 'range' | 'collected'>> {
  const range = await slowReader.read(node, { from: at.next, to: last, window: last });
  const known: Known = { ...at, depths: new Map(), readDepths: (memberIds) => readDepths(database, memberIds) };
  const rows = emptyRows();
  return { range, collected: { ...(await collectRange(node, deployment, range, known, rows)), rows } };
}

/** Whether a row of the block has a number that the chain has not reached in this answer: then the answer may be what is incomplete. */
async function holdsLaterEvents({ database }: CycleContext, block: number, { last }: Collected): Promise<boolean> {
  for (const [table, contract] of numberedTables) {
    const { rows } = await database.pool.query<{ seq: bigint | null }>(
      `SELECT max(seq) AS seq FROM mirror.${table.name} WHERE block_number = $1`,
      [block],
    );
    const seq = rows[0]?.seq;
    if (seq !== null && seq !== undefined && seq > (last.get(contract) ?? 0n)) return true;
  }
  return false;
}

const contractOf: Readonly<Partial<Record<keyof FactRows, string>>> = {
  members: 'genealogy',
  memberWallets: 'genealogy',
  recoveries: 'genealogy',
  routeChoices: 'genealogy',
  registrarChanges: 'genealogy',
  invitationsRevoked: 'enrollment',
  invitationUses: 'enrollment',
  dailyCaps: 'enrollment',
  plans: 'planRegistry',
  volumeBatches: 'volumeLedger',
  periods: 'volumeLedger',
  checkoutChanges: 'volumeLedger',
  proposals: 'payoutVault',
  rootDecisions: 'payoutVault',
  claims: 'payoutVault',
  creditWithdrawals: 'payoutVault',
  funding: 'payoutVault',
  checkoutSettings: 'checkout',
  checkoutOrders: 'checkout',
};

const numberedTables: readonly (readonly [Table, string])[] = factTableNames.flatMap((name) => {
  const contract = contractOf[name];
  return contract === undefined ? [] : [[factTables[name], contract] as const];
});

function lastOfEach({ seqs }: Collected): Collected['seqs'] {
  const last = new Map(seqs.map((item) => [item.contract, item]));
  return [...last.values()];
}
