import { type Actor, type Doors } from '#http/dependencies.ts';
import { type StaffRole } from '#kernel/roles.ts';
import { type SettableClock } from '#platform/clock.ts';
import { type Address } from 'viem';
import { type CompanyDesk } from './desk.ts';
import { type Language } from './people.ts';
import { type DemoProduct } from './products.ts';

/** Everything that the demo does goes through these: the product's own doors, and the hands of people outside the server. */
export interface DemoStage {
  readonly doors: Pick<Doors, 'system' | 'invitations' | 'join' | 'orders' | 'settlement' | 'claims'>;
  readonly desk: CompanyDesk;
  readonly clock: SettableClock;
  readonly contracts: { readonly chainId: number; readonly enrollment: Address };
  readonly finalityDepth: number;
  /** Lets the server send what is queued for the chain, and the mirror catch up with it. */
  settle(): Promise<void>;
  /** Puts paid orders and refunds into batches of the ledger. */
  recordVolumes(): Promise<void>;
  stockProduct(product: DemoProduct): Promise<void>;
  grantRole(wallet: Address, role: StaffRole): Promise<void>;
  /** The account of a wallet, made when it is not there yet. */
  openAccount(wallet: Address, name: string, language: Language): Promise<string>;
  /** Names of members who came without a wallet. */
  nameMembers(people: readonly { memberId: number; name: string; language: Language }[]): Promise<void>;
}

export type { Actor };
