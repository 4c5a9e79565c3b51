import type { Config } from 'wagmi';
import type { connect as connectWallet, disconnect as disconnectWallet } from 'wagmi/actions';
import type { Hex } from '#kernel/hex.ts';
import { demoConnectorId } from './connector.ts';
import { actWithDemoKey, actWithReplacement, ownDemoAccount } from './keys.ts';

interface Actions {
  readonly connect: typeof connectWallet;
  readonly disconnect: typeof disconnectWallet;
}

/** Puts a demo person's key into the demo wallet and connects it. */
export async function actAs(config: Config, privateKey: Hex, actions: Actions) {
  return connectDemo(config, actWithDemoKey(privateKey), actions);
}

/** As `actAs`, with the newcomer's own key of this browser. */
export async function actAsNewcomer(config: Config, actions: Actions) {
  return connectDemo(config, ownDemoAccount(), actions);
}

/** As `actAs`, with the key that took a member's place over. */
export async function actAsReplacement(config: Config, actions: Actions) {
  return connectDemo(config, actWithReplacement(), actions);
}

async function connectDemo(config: Config, account: ReturnType<typeof actWithDemoKey>, { connect, disconnect }: Actions) {
  const connector = config.connectors.find((candidate) => candidate.id === demoConnectorId);
  if (connector === undefined) throw new Error('this build has no demo wallet');
  // A connection remembers its accounts, so the wallet of the previous person is let go first.
  await disconnect(config, { connector });
  await connect(config, { connector });
  return { address: account.address, signMessage: (message: string) => account.signMessage({ message }) };
}
