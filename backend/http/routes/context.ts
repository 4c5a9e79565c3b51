import type { Identity } from '#modules/identity/index.ts';
import type { Actor, Doors } from '../dependencies.ts';
import type { HttpSettings } from '../settings.ts';
import type { SignedIn } from '#modules/identity/index.ts';

/** What the routes of every module are made from. */
export interface RouteContext {
  readonly settings: HttpSettings;
  readonly identity: Identity;
  readonly doors: Doors;
}

/** Rows of a list when the caller does not say. */
export const defaultLimit = 50;

export const actorOf = (viewer: SignedIn): Actor => ({
  accountId: viewer.accountId,
  wallet: viewer.wallet,
  memberId: viewer.memberId,
});
