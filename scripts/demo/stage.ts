import { type Address } from 'viem';
import { type HDAccount } from 'viem/accounts';
import { type Actor, type Doors } from '#http/dependencies.ts';
import { type Identity } from '#modules/identity/index.ts';
import { type SettableClock } from '#platform/clock.ts';
import { type CompanyDesk } from './desk.ts';
import { type DemoProduct } from './products.ts';

/** Everything that the demo does goes through these: the product's own doors, and the hands of people outside the server. */
export interface DemoStage {
  readonly doors: Pick<Doors, 'invitations' | 'join' | 'orders' | 'settlement' | 'claims'>;
  readonly identity: Pick<Identity, 'rememberPerson' | 'rememberMembers' | 'grantRole'>;
  readonly desk: CompanyDesk;
  readonly clock: SettableClock;
  readonly contracts: { readonly chainId: number; readonly enrollment: Address };
  readonly finalityDepth: number;
  /** Signs in with a wallet and out again; who it is to the company. */
  signIn(account: HDAccount): Promise<Actor>;
  /** Lets the server send what is queued for the chain, so that it stands there at this moment. */
  send(): Promise<void>;
  /** Lets the server send what is queued for the chain, and the mirror catch up with it. */
  settle(): Promise<void>;
  /** Puts paid orders and refunds into batches of the ledger. */
  recordVolumes(): Promise<void>;
  /** Puts a product on sale and its pieces into the warehouse. */
  stockProduct(product: DemoProduct): Promise<void>;
}
