import type { Deployment } from '#chain/deployment.ts';
import type { ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';

/**
 * Whether this node serves the chain of the deployment and the contracts stand where the file says, in one request.
 * @throws NodeFailure, UplineError CHAIN.WRONG_CHAIN, CHAIN.NO_CODE
 */
export async function checkNode(node: ChainNode, deployment: Deployment): Promise<void> {
  const contracts = Object.entries(deployment.contracts);
  const [chainId, ...codes] = await node.batch([
    { method: 'eth_chainId', params: [] },
    ...contracts.map(([, address]) => ({ method: 'eth_getCode', params: [address, 'latest'] })),
  ]);
  const actual = Number(chainId);
  if (actual !== deployment.chainId) throw new UplineError('CHAIN.WRONG_CHAIN', { expected: deployment.chainId, actual });
  contracts.forEach(([contract, address], place) => {
    if (codes[place] === '0x' || codes[place] === null) throw new UplineError('CHAIN.NO_CODE', { contract, address });
  });
}
