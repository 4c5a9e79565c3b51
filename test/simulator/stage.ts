import type { Hex } from 'viem';
import { toHex } from 'viem';
import type { ChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type TestChain, type TestRole, testAccount } from '#test/support/deployment.ts';

/** Something that a role does to a contract. */
export interface Deed {
  readonly role: TestRole;
  readonly contract: 'genealogy' | 'volumeLedger' | 'planRegistry';
  readonly data: Hex;
}

/** A chain to play on. A deed that a contract refuses is mined too and leaves nothing. */
export interface Stage {
  readonly deployment: Deployment;
  /** The honest node. */
  readonly client: ChainClient;
  height(): Promise<number>;
  /** Does it in a block of its own. */
  perform(deed: Deed): Promise<void>;
  mine(blocks: number): Promise<void>;
  /** Puts as many others in the place of the newest blocks; each deed goes into the new block at its place. */
  replace(depth: number, deeds: readonly { readonly deed: Deed; readonly place: number }[]): Promise<void>;
  passTime(seconds: number): Promise<void>;
}

/** How a deed looks to a node that signs for it. */
export function callOf(deployment: Deployment, { role, contract, data }: Deed) {
  return { from: testAccountAddress(role), to: deployment.contracts[contract], data, gas: toHex(5_000_000) };
}

const addresses = new Map<TestRole, Hex>();

/** Making a key from its phrase takes milliseconds. */
function testAccountAddress(role: TestRole): Hex {
  const known = addresses.get(role) ?? testAccount(role).address;
  addresses.set(role, known);
  return known;
}

/** The stage of a real node. */
export function anvilStage({ anvil, client, deployment, mine }: TestChain): Stage {
  return {
    deployment,
    client,
    mine,
    height: async () => Number(await client.any.getBlockNumber({ cacheTime: 0 })),
    perform: async (deed) => void (await anvil.request('eth_sendTransaction', callOf(deployment, deed))),
    replace: async (depth, deeds) => {
      const calls = deeds.map(({ deed, place }) => [callOf(deployment, deed), place]);
      await anvil.request('anvil_reorg', depth, calls);
    },
    passTime: async (seconds) => void (await anvil.request('evm_increaseTime', seconds)),
  };
}
