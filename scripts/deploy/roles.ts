/** Numbers of the roles in the `AccessManager`, as in contracts/access/Roles.sol. */
export const roleIds = {
  administrator: 0n,
  importer: 1n,
  recorder: 2n,
  settler: 3n,
  approver: 4n,
  guardian: 5n,
  treasurer: 6n,
  planAdministrator: 7n,
  inviter: 8n,
  registrarAdministrator: 9n,
  accountant: 10n,
  referee: 11n,
} as const;

export type RoleName = keyof typeof roleIds;

export const roleNames = Object.keys(roleIds) as readonly RoleName[];

/** The roles that a deployment gives to somebody. The referee's is kept free for a contract that judges disputes. */
export type HeldRole = Exclude<RoleName, 'referee'>;

export const heldRoles = roleNames.filter((role): role is HeldRole => role !== 'referee');

/**
 * How long what a role does must be announced before it takes effect, in seconds, with the reason. What is announced stands in
 * the `AccessManager` for all to see, and the guardian can cancel it (only the administrator's own it cannot).
 */
export const defaultDelays: Readonly<Record<HeldRole, { readonly seconds: number; readonly because: string }>> = {
  administrator: {
    seconds: 2 * 86_400,
    because: 'it can give any role to anybody; members have two days to take what is theirs',
  },
  importer: { seconds: 0, because: 'used while a network moves in, before there is money; take the role away afterwards' },
  recorder: { seconds: 0, because: 'records all day; what it writes pays nobody before the review' },
  settler: { seconds: 0, because: 'the review window of its roots is its delay' },
  approver: { seconds: 0, because: 'comes after the review window' },
  guardian: { seconds: 0, because: 'must be faster than everybody else' },
  treasurer: { seconds: 86_400, because: 'moves money out; nothing that is owed, but nobody needs it within a day' },
  planAdministrator: { seconds: 0, because: 'the notice of a plan is its delay' },
  inviter: { seconds: 0, because: 'only signs; a cap a day bounds what a stolen key admits' },
  registrarAdministrator: { seconds: 86_400, because: 'decides where the money of members without a wallet goes' },
  accountant: { seconds: 3600, because: 'what it calls paid is no longer owed on the chain' },
};

/** The contracts that obey the `AccessManager`. */
export type ManagedContract = 'genealogy' | 'enrollment' | 'planRegistry' | 'volumeLedger' | 'payoutVault' | 'checkout';

/** Who else than a role may call: said here so that the table is whole, checked by the contracts themselves. */
export type OtherCaller =
  | 'anybody'
  | 'a member'
  | 'the recovery address'
  | 'the registrar'
  | 'the payout vault'
  | 'the ledger'
  | 'the checkout'
  | 'the vault itself'
  | 'the sponsor or an inviter'
  | 'the authority';

export interface FunctionAccess {
  readonly contract: ManagedContract;
  readonly function: string;
  readonly caller: { readonly role: RoleName } | { readonly other: OtherCaller };
}

/** Every function that changes anything, and who may call it. A function that is missing here fails the tests. */
export const functionAccess: readonly FunctionAccess[] = [
  { contract: 'genealogy', function: 'register', caller: { other: 'the registrar' } },
  { contract: 'genealogy', function: 'registerBatch', caller: { role: 'importer' } },
  { contract: 'genealogy', function: 'bindWallet', caller: { role: 'registrarAdministrator' } },
  { contract: 'genealogy', function: 'changeWallet', caller: { other: 'a member' } },
  { contract: 'genealogy', function: 'setRecovery', caller: { other: 'a member' } },
  { contract: 'genealogy', function: 'startRecovery', caller: { other: 'the recovery address' } },
  { contract: 'genealogy', function: 'cancelRecovery', caller: { other: 'a member' } },
  { contract: 'genealogy', function: 'finishRecovery', caller: { other: 'anybody' } },
  { contract: 'genealogy', function: 'chooseRoute', caller: { other: 'a member' } },
  { contract: 'genealogy', function: 'chooseRouteFor', caller: { other: 'anybody' } },
  { contract: 'genealogy', function: 'settle', caller: { other: 'the payout vault' } },
  { contract: 'genealogy', function: 'settleMany', caller: { other: 'the payout vault' } },
  { contract: 'genealogy', function: 'settleBank', caller: { other: 'the payout vault' } },
  { contract: 'genealogy', function: 'takeCredit', caller: { other: 'the payout vault' } },
  { contract: 'genealogy', function: 'creditSale', caller: { other: 'the ledger' } },
  { contract: 'genealogy', function: 'setRegistrar', caller: { role: 'administrator' } },
  { contract: 'genealogy', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'enrollment', function: 'enroll', caller: { other: 'anybody' } },
  { contract: 'enrollment', function: 'revokeInvitation', caller: { other: 'the sponsor or an inviter' } },
  { contract: 'enrollment', function: 'setDailyCap', caller: { role: 'administrator' } },
  { contract: 'enrollment', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'planRegistry', function: 'publish', caller: { role: 'planAdministrator' } },
  { contract: 'planRegistry', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'volumeLedger', function: 'record', caller: { role: 'recorder' } },
  { contract: 'volumeLedger', function: 'recordSale', caller: { other: 'the checkout' } },
  { contract: 'volumeLedger', function: 'recordRefund', caller: { other: 'the checkout' } },
  { contract: 'volumeLedger', function: 'closePeriod', caller: { role: 'settler' } },
  { contract: 'volumeLedger', function: 'setCheckout', caller: { role: 'administrator' } },
  { contract: 'volumeLedger', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'payoutVault', function: 'propose', caller: { role: 'settler' } },
  { contract: 'payoutVault', function: 'reject', caller: { role: 'guardian' } },
  { contract: 'payoutVault', function: 'refereeReject', caller: { role: 'referee' } },
  { contract: 'payoutVault', function: 'accept', caller: { role: 'approver' } },
  { contract: 'payoutVault', function: 'claim', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'claimMany', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'paySubtree', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'payProved', caller: { other: 'the vault itself' } },
  { contract: 'payoutVault', function: 'withdrawCredit', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'acknowledgeBank', caller: { role: 'accountant' } },
  { contract: 'payoutVault', function: 'fund', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'withdrawSurplus', caller: { role: 'treasurer' } },
  { contract: 'payoutVault', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'checkout', function: 'pay', caller: { other: 'anybody' } },
  { contract: 'checkout', function: 'payFor', caller: { other: 'anybody' } },
  { contract: 'checkout', function: 'payMany', caller: { other: 'anybody' } },
  { contract: 'checkout', function: 'payWithPermit', caller: { other: 'anybody' } },
  { contract: 'checkout', function: 'payWithAuthorization', caller: { other: 'anybody' } },
  { contract: 'checkout', function: 'refund', caller: { role: 'recorder' } },
  { contract: 'checkout', function: 'setQuoter', caller: { role: 'administrator' } },
  { contract: 'checkout', function: 'setTreasury', caller: { role: 'administrator' } },
  { contract: 'checkout', function: 'setAuthority', caller: { other: 'the authority' } },
];
