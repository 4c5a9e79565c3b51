import type { SavedView, ViewList, ViewSettings } from '#api/views.ts';
import type { Locale } from '#kernel/errors/index.ts';
import type { MirrorReader } from '#mirror/read/index.ts';
import { nameOrder, namesOf, rememberMembers, rememberPerson, searchByName } from './service/accounts.ts';
import type { IdentityOptions } from './service/options.ts';
import { changeProfile, endSessionsOf, issueNonce, sessionOf, signIn, signOut } from './service/sign-in.ts';
import { grantRole, revokeRole } from './service/staff.ts';
import { deleteView, saveView, viewsOf } from './service/views.ts';
import { namesOfWallets } from './service/wallet-names.ts';
import type { Challenge, PersonRecord, SignedIn, StaffGrant, Wallet, WalletDirectory } from './types.ts';

export type { IdentityOptions } from './service/options.ts';
export type { Challenge, PersonRecord, SignatureVerifier, SignedIn, StaffGrant, Wallet, WalletDirectory } from './types.ts';

/** Who people are: signing in by wallet, sessions, roles, how they want to see lists, and the only place where names are kept. */
export interface Identity {
  issueNonce(): Promise<Challenge>;
  signIn(request: {
    message: string;
    signature: `0x${string}`;
    browserToken: string | undefined;
    previousToken: string | undefined;
  }): Promise<{ token: string; signedIn: SignedIn }>;
  sessionOf(token: string): Promise<SignedIn | undefined>;
  signOut(token: string): Promise<void>;
  endSessionsOf(wallet: Wallet): Promise<number>;
  changeProfile(signedIn: SignedIn, change: { name?: string | undefined; locale?: Locale | undefined }): Promise<SignedIn>;
  grantRole(grant: StaffGrant): Promise<void>;
  revokeRole(grant: StaffGrant): Promise<void>;
  rememberPerson(person: PersonRecord): Promise<void>;
  /** Names of a network that is brought in at once, by member number. */
  rememberMembers(
    people: readonly { readonly memberId: number; readonly name: string; readonly locale: Locale }[],
  ): Promise<void>;
  namesOf(memberIds: readonly number[]): Promise<Map<number, string>>;
  namesOfWallets(wallets: readonly Wallet[]): Promise<Map<string, string>>;
  searchByName(text: string, limit: number): Promise<number[]>;
  /** Places of the names in their order, by member number; 0 for members without a name. */
  nameOrder(): Promise<{ placeOf: Uint32Array; places: number }>;
  /** By name. */
  viewsOf(accountId: string, list: ViewList): Promise<SavedView[]>;
  /** One of the same name is replaced. */
  saveView(accountId: string, view: { list: ViewList; name: string; settings: ViewSettings }): Promise<SavedView>;
  deleteView(accountId: string, viewId: string): Promise<void>;
}

export function createIdentity(options: IdentityOptions): Identity {
  return {
    issueNonce: () => issueNonce(options),
    signIn: (request) => signIn(options, request),
    sessionOf: (token) => sessionOf(options, token),
    signOut: (token) => signOut(options, token),
    endSessionsOf: (wallet) => endSessionsOf(options, wallet),
    changeProfile: (signedIn, change) => changeProfile(options, signedIn, change),
    grantRole: (grant) => grantRole(options, grant),
    revokeRole: (grant) => revokeRole(options, grant),
    rememberPerson: (person) => rememberPerson(options, person),
    rememberMembers: (people) => rememberMembers(options, people),
    namesOf: (memberIds) => namesOf(options, memberIds),
    namesOfWallets: (wallets) => namesOfWallets(options, wallets),
    searchByName: (text, limit) => searchByName(options, text, limit),
    nameOrder: () => nameOrder(options),
    viewsOf: (accountId, list) => viewsOf(options, accountId, list),
    saveView: (accountId, view) => saveView(options, accountId, view),
    deleteView: (accountId, viewId) => deleteView(options, accountId, viewId),
  };
}

/** The mirror as the source of who has which wallet. */
export function walletDirectory(mirror: Pick<MirrorReader, 'memberByWallet' | 'membersByIds'>): WalletDirectory {
  return {
    memberOfWallet: async (wallet) => (await mirror.memberByWallet(wallet))?.memberId ?? null,
    walletsOfMembers: async (memberIds) => {
      const members = await mirror.membersByIds(memberIds);
      return new Map(
        [...members.values()].flatMap(({ memberId, wallet }) => (wallet === null ? [] : [[memberId, wallet] as const])),
      );
    },
  };
}
