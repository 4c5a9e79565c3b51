import { toFunctionSelector } from 'viem';
import type { Deployment } from '#chain/deployment.ts';
import type { EventContract } from '#chain/events.ts';
import type { ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import { badAnswer } from './source.ts';

const lastSeq = toFunctionSelector('lastSeq()');

/**
 * Asks the contracts themselves, as of exactly this block, for the number of their last event. It proves what no list of logs can:
 * that nothing is missing at its end. A node that does not have the block answers with an error, never with less.
 * @throws NodeFailure, UplineError MIRROR.HOLE, MIRROR.BAD_ANSWER
 */
export async function proveSeqs(
  node: ChainNode,
  deployment: Deployment,
  contracts: readonly EventContract[],
  at: { block: number; hash: Hex; seqs: ReadonlyMap<string, bigint> },
): Promise<void> {
  const answers = await node.batch(
    contracts.map((contract) => ({
      method: 'eth_call',
      params: [{ to: deployment.contracts[contract], data: lastSeq }, { blockHash: at.hash }],
    })),
  );
  contracts.forEach((contract, place) => {
    const answer = answers[place];
    if (typeof answer !== 'string' || !/^0x([0-9a-f]{64})?$/i.test(answer)) throw badAnswer(at.block, 'the answer is no number');
    // Before a contract is deployed there are no bytes, and no events either.
    const actual = answer === '0x' ? 0n : BigInt(answer);
    const known = at.seqs.get(contract) ?? 0n;
    if (actual > known) throw new UplineError('MIRROR.HOLE', { contract, expected: known + 1n, actual });
    if (actual < known) throw badAnswer(at.block, `${contract} has fewer events than were read`);
  });
}
