import { type PrivateKeyAccount, type PublicClient, keccak256 } from 'viem';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Database, Prisma } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';
import { reach, shortReason } from './client.ts';
import { revertOf } from './contract-errors.ts';
import { finalizedNumber } from './finality.ts';
import type { OperationRow } from './operations.ts';

export interface SenderContext {
  readonly database: Database;
  readonly client: PublicClient;
  readonly account: PrivateKeyAccount;
  readonly sender: Address;
  readonly chainId: number;
  readonly finalityDepth: number;
  readonly logger: Logger;
}

/** Most that one transaction may use (EIP-7825). */
const mostGas = 16_777_216n;

/** Signed transactions of one key that may wait in the node at once. */
const maxInFlight = 64;

/** Moves all operations of one key. The caller holds the key's lock. */
export async function moveSender(context: SenderContext): Promise<void> {
  const head = Number(await reach(() => context.client.getBlockNumber({ cacheTime: 0 })));
  for (const row of await rowsIn(context, ['signed', 'sent', 'mined'])) await follow(context, row, head);
  for (const row of await rowsIn(context, ['queued'], maxInFlight)) if (!(await signAndSend(context, row))) break;
}

/** Looks for the receipt of signed bytes; sends them again when no node knows them. */
async function follow(context: SenderContext, row: OperationRow, head: number): Promise<void> {
  const hash = row.transactionHash as Hex;
  const receipt = await context.client.getTransactionReceipt({ hash }).catch(absent('TransactionReceiptNotFoundError'));
  if (receipt === undefined) return resend(context, row, head);
  const blockNumber = Number(receipt.blockNumber);
  const final = blockNumber <= finalizedNumber(head, context.finalityDepth);
  const place = { blockNumber: receipt.blockNumber, blockHash: receipt.blockHash, gasUsed: receipt.gasUsed };
  if (receipt.status === 'success') {
    const status = final ? 'final' : 'mined';
    if (row.status !== status || row.blockHash !== receipt.blockHash)
      await update(context, row, { ...place, status, errorCode: null });
    return;
  }
  // A block that is replaced may come back with a success, so a failure is told only when nothing can change it. It is rare: the
  // call was tried before it was signed.
  if (final) await fail(context, row, await reasonOf(context, row, receipt.blockNumber), place);
}

async function resend(context: SenderContext, row: OperationRow, head: number): Promise<void> {
  const known = await context.client
    .getTransaction({ hash: row.transactionHash as Hex })
    .catch(absent('TransactionNotFoundError'));
  if (known !== undefined) {
    if (row.status !== 'sent') await update(context, row, { status: 'sent', blockNumber: null, blockHash: null });
    return;
  }
  const settled = BigInt(finalizedNumber(head, context.finalityDepth));
  const used = await reach(() => context.client.getTransactionCount({ address: context.sender, blockNumber: settled }));
  if (used > (row.nonce ?? 0)) {
    return fail(context, row, new UplineError('CHAIN.NONCE_TAKEN', { account: context.sender, nonce: row.nonce ?? 0 }));
  }
  await broadcast(context, row, row.rawTransaction as Hex);
}

/** @returns whether the next operation in the queue may be tried now */
async function signAndSend(context: SenderContext, row: OperationRow): Promise<boolean> {
  const call = { account: context.sender, to: row.target as Address, data: row.data as Hex };
  let gas: bigint;
  try {
    gas = await context.client.estimateGas({ ...call, blockTag: 'pending' });
  } catch (error) {
    const revert = revertOf(error);
    if (revert === undefined) throw noConnectionOrFunds(context, error);
    // What stands before it in the queue may change the answer; it is only final when nothing does.
    if ((await rowsIn(context, ['signed', 'sent'])).length > 0) return false;
    await fail(context, row, revert);
    return true;
  }
  const nonce = await nextNonce(context);
  const fees = await reach(() => context.client.estimateFeesPerGas());
  const rawTransaction = await context.account.signTransaction({
    chainId: context.chainId,
    type: 'eip1559',
    to: call.to,
    data: call.data,
    nonce,
    gas: gas + gas / 4n < mostGas ? gas + gas / 4n : mostGas,
    // Twice the estimate outlives a few full blocks; only the block's own price is paid.
    maxFeePerGas: fees.maxFeePerGas * 2n,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
  });
  const transactionHash = keccak256(rawTransaction);
  await update(context, row, { status: 'signed', nonce, rawTransaction, transactionHash });
  await broadcast(context, row, rawTransaction);
  return true;
}

async function broadcast(context: SenderContext, row: OperationRow, rawTransaction: Hex): Promise<void> {
  try {
    await context.client.sendRawTransaction({ serializedTransaction: rawTransaction });
  } catch (error) {
    const text = error instanceof Error ? error.message.toLowerCase() : '';
    // It is there already, or was mined a moment ago: the next look at the receipt tells.
    const alreadyThere = text.includes('already known') || text.includes('already imported') || text.includes('nonce too low');
    if (!alreadyThere) throw noConnectionOrFunds(context, error);
  }
  await update(context, row, { status: 'sent', attempts: { increment: 1 } });
}

/** One after the last that was given out, by us or by anybody with this key. */
async function nextNonce(context: SenderContext): Promise<number> {
  const { _max } = await context.database.prisma.chainOperation.aggregate({
    where: { chainId: context.chainId, sender: context.sender },
    _max: { nonce: true },
  });
  const onChain = await reach(() => context.client.getTransactionCount({ address: context.sender, blockTag: 'latest' }));
  return Math.max(onChain, (_max.nonce ?? -1) + 1);
}

/** Why a mined transaction failed: asked again on top of the block before it. */
async function reasonOf(context: SenderContext, row: OperationRow, blockNumber: bigint): Promise<UplineError> {
  try {
    await context.client.call({
      account: context.sender,
      to: row.target as Address,
      data: row.data as Hex,
      blockNumber: blockNumber - 1n,
    });
  } catch (error) {
    return revertOf(error) ?? new UplineError('CHAIN.REVERTED', { reason: shortReason(error) });
  }
  return new UplineError('CHAIN.REVERTED', { reason: 'it would have passed alone; another transaction of the block came first' });
}

async function fail(
  context: SenderContext,
  row: OperationRow,
  error: UplineError,
  place: Prisma.ChainOperationUpdateInput = {},
): Promise<void> {
  const parameters = Object.fromEntries(Object.entries(error.parameters).map(([name, value]) => [name, String(value)]));
  context.logger.warn({ operation: row.idempotencyKey, code: error.code, parameters }, 'an operation on the chain failed');
  await update(context, row, { ...place, status: 'failed', errorCode: error.code, errorParameters: parameters });
}

async function update({ database }: SenderContext, row: OperationRow, data: Prisma.ChainOperationUpdateInput): Promise<void> {
  await database.prisma.chainOperation.update({ where: { id: row.id }, data });
}

async function rowsIn(context: SenderContext, statuses: string[], take = 1000): Promise<OperationRow[]> {
  return context.database.prisma.chainOperation.findMany({
    where: { chainId: context.chainId, sender: context.sender, status: { in: statuses } },
    orderBy: [{ nonce: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
    take,
  });
}

function noConnectionOrFunds(context: SenderContext, error: unknown): UplineError {
  const text = error instanceof Error ? error.message.toLowerCase() : '';
  if (text.includes('insufficient funds'))
    return new UplineError('CHAIN.OUT_OF_FUNDS', { account: context.sender }, { cause: error });
  return new UplineError('CHAIN.UNREACHABLE', { reason: shortReason(error) }, { cause: error });
}

/** Turns viem's "not found" into undefined and lets every other failure through by name. */
function absent(name: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && error.name === name) return undefined;
    throw new UplineError('CHAIN.UNREACHABLE', { reason: shortReason(error) }, { cause: error });
  };
}
