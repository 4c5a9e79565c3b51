import { BrowserProvider } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { createPublicClient, custom, defineChain, toHex } from 'viem';
import { deploymentSchema } from '#chain/deployment.ts';
import { createChainNode } from '#chain/node.ts';
import { deployUpline } from '#scripts/deploy/deploy.ts';
import { localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { type Ask, createFaultyNode } from '#test/support/faulty-node.ts';
import { connectTestChain } from '#test/support/deployment.ts';
import { playFounding } from '#test/support/story.ts';
import { innerFetch } from './inner-fetch.ts';
import { createOperations } from './operations.ts';
import { type Stage, callOf } from './stage.ts';

/** A whole chain inside this process, whose time goes only when it is told to: the same deeds make the same chain. */
export interface InnerStage extends Stage {
  /** What the node says to a question. */
  readonly ask: Ask;
  /** Back to the founding. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const chainId = 31_337;
const chain = defineChain({
  id: chainId,
  name: 'inner',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: ['http://inner'] } },
});

export async function createInnerStage(): Promise<InnerStage> {
  // Without a project: it would read every artifact only to explain refusals.
  const { network } = await createHardhatRuntimeEnvironment({});
  const connection = await network.create({
    override: {
      chainId,
      hardfork: 'prague',
      initialDate: '2026-01-01T00:00:00Z',
      loggingEnabled: false,
      // A deed that is refused is part of the play.
      throwOnTransactionFailures: false,
    },
  });
  const { provider } = connection;
  const request = (method: string, ...params: unknown[]): Promise<unknown> => provider.request({ method, params });
  const ethers = new BrowserProvider(provider, undefined, { cacheTimeout: -1, pollingInterval: 5 });
  const deployment = deploymentSchema.parse(await deployUpline(localParameters(), localAccount(0).connect(ethers)));
  ethers.destroy();
  const any = createPublicClient({
    chain,
    transport: custom({ request: ({ method, params }) => provider.request({ method, params }) }),
  });
  const ask: Ask = async ({ method, params }) => {
    try {
      return { result: await provider.request({ method, params: [...params] }) };
    } catch (error) {
      return { error: { code: -32_000, message: error instanceof Error ? error.message : 'unknown' } };
    }
  };
  const honest = createChainNode('http://inner', 'inner', {
    fetch: innerFetch(createFaultyNode(ask, 'honest'), ask, createOperations()),
  });
  const client = { any, nodes: [honest] };
  await playFounding(
    connectTestChain({ url: 'inner', chainId, request, stop: async () => undefined }, deployment, custom(provider)),
  );

  const height = async (): Promise<number> => Number(await request('eth_blockNumber'));
  let time = Number(((await request('eth_getBlockByNumber', 'latest', false)) as { timestamp: string }).timestamp);
  const founded = { height: await height(), time };
  /** Ways back, newest last; a way back can be gone once. */
  let ways: { readonly height: number; readonly id: unknown; readonly time: number }[] = [];
  const remember = async (at: number): Promise<void> => void ways.push({ height: at, id: await request('evm_snapshot'), time });
  const goBack = async (to: number): Promise<void> => {
    const way = ways.findLast((item) => item.height === to);
    if (way === undefined) throw new RangeError(`there is no way back to block ${to}`);
    await request('evm_revert', way.id);
    ways = ways.slice(0, ways.indexOf(way));
    ({ time } = way);
    await remember(to);
  };
  /** One block, with a deed or empty. */
  const block = async (deed: Parameters<Stage['perform']>[0] | undefined): Promise<void> => {
    time += 1;
    await request('evm_setNextBlockTimestamp', toHex(time));
    await (deed === undefined ? request('evm_mine') : request('eth_sendTransaction', callOf(deployment, deed)));
    await remember(await height());
  };
  await remember(founded.height);
  let turns = 0;

  return {
    deployment,
    client,
    height,
    ask,
    perform: (deed) => block(deed),
    mine: async (blocks) => {
      for (let count = 0; count < blocks; count += 1) await block(undefined);
    },
    replace: async (depth, deeds) => {
      const head = await height();
      await goBack(head - depth);
      // Other times, so that even an empty block is another one.
      time += 1 + (turns += 1);
      for (let place = 0; place < depth; place += 1) await block(deeds.find((item) => item.place === place)?.deed);
    },
    passTime: async (seconds) => {
      time += seconds;
    },
    reset: async () => {
      await goBack(founded.height);
      ways = ways.slice(-1);
      turns = 0;
    },
    stop: () => connection.close(),
  };
}
