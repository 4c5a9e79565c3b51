import { HDNodeWallet } from 'ethers';
import { z } from 'zod';
import { defaultDelays, heldRoles, type HeldRole } from './roles.ts';

/** The chain id of local development chains; play money and well-known keys live only there. */
export const localChainId = 31_337;

const localPhrase = 'test test test test test test test test test test test junk';

const address = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)]);

/** What a deployment is made of. Everything but the roles is fixed for good. */
export const deployParameters = z.strictObject({
  network: z.string().regex(/^[a-z0-9-]+$/),
  chainId: z.int().positive(),
  /** The token that is paid out. Without it, play money is deployed; only on the local chain. */
  token: address.optional(),
  companyWallet: address,
  /** Legs in the placement tree: 0 none, up to 128, 255 unlimited. */
  placementWidth: z.int().min(0).max(255),
  noticePeriods: z.int().min(1),
  reviewWindowSeconds: z
    .int()
    .min(3600)
    .max(90 * 86_400),
  /** Who signs the prices of orders for Checkout, and who receives what is not set aside for bonuses. */
  quoter: address,
  treasury: address,
  /** How many people the company's own links may admit in a day. */
  dailyEnrollmentCap: z.int().min(0).max(4_294_967_295),
  roles: z.record(z.enum(heldRoles as [HeldRole, ...HeldRole[]]), address),
  /** Other delays (in seconds) than those of `defaultDelays` in roles.ts, a role each. */
  delays: z.partialRecord(z.enum(heldRoles as [HeldRole, ...HeldRole[]]), z.int().min(0)).default({}),
});

export type DeployParameters = z.infer<typeof deployParameters>;

/** How long what `role` does must be announced in a deployment with these parameters, in seconds. */
export function delayOf(role: HeldRole, { delays }: Pick<DeployParameters, 'delays'>): number {
  return delays[role] ?? defaultDelays[role].seconds;
}

/** Account `index` of a local development chain. */
export function localAccount(index: number): HDNodeWallet {
  return HDNodeWallet.fromPhrase(localPhrase, '', `m/44'/60'/0'/0/${index}`);
}

/** Whether the key of `account` is printed in every manual. */
export function isWellKnown(account: string): boolean {
  return Array.from({ length: 20 }, (_, index) => localAccount(index).address.toLowerCase()).includes(account.toLowerCase());
}

/** The demo's deployment: a role an account, in the order in which the demo knows them. */
export function localParameters(): DeployParameters {
  const at = (index: number): `0x${string}` => localAccount(index).address as `0x${string}`;
  return {
    network: 'local',
    chainId: localChainId,
    companyWallet: at(9),
    placementWidth: 0,
    noticePeriods: 1,
    reviewWindowSeconds: 3 * 86_400,
    quoter: at(2),
    treasury: at(6),
    dailyEnrollmentCap: 1000,
    // Nobody waits in the demo.
    delays: Object.fromEntries(heldRoles.map((role) => [role, 0])),
    roles: {
      administrator: at(0),
      recorder: at(2),
      settler: at(3),
      approver: at(4),
      guardian: at(5),
      treasurer: at(6),
      planAdministrator: at(7),
      inviter: at(7),
      importer: at(8),
      registrarAdministrator: at(0),
      accountant: at(6),
    },
  };
}
