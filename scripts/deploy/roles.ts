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
} as const;

export type RoleName = keyof typeof roleIds;

export const roleNames = Object.keys(roleIds) as readonly RoleName[];

/** The contracts that obey the `AccessManager`. */
export type ManagedContract = 'genealogy' | 'enrollment' | 'planRegistry' | 'volumeLedger' | 'payoutVault';

/** Who else than a role may call: said here so that the table is whole, checked by the contracts themselves. */
export type OtherCaller =
  'anybody' | 'a member' | 'the registrar' | 'the payout vault' | 'the sponsor or an inviter' | 'the authority';

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
  { contract: 'genealogy', function: 'settle', caller: { other: 'the payout vault' } },
  { contract: 'genealogy', function: 'setRegistrar', caller: { role: 'administrator' } },
  { contract: 'genealogy', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'enrollment', function: 'enroll', caller: { other: 'anybody' } },
  { contract: 'enrollment', function: 'revokeInvitation', caller: { other: 'the sponsor or an inviter' } },
  { contract: 'enrollment', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'planRegistry', function: 'publish', caller: { role: 'planAdministrator' } },
  { contract: 'planRegistry', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'volumeLedger', function: 'record', caller: { role: 'recorder' } },
  { contract: 'volumeLedger', function: 'closePeriod', caller: { role: 'settler' } },
  { contract: 'volumeLedger', function: 'setAuthority', caller: { other: 'the authority' } },

  { contract: 'payoutVault', function: 'propose', caller: { role: 'settler' } },
  { contract: 'payoutVault', function: 'reject', caller: { role: 'guardian' } },
  { contract: 'payoutVault', function: 'accept', caller: { role: 'approver' } },
  { contract: 'payoutVault', function: 'claim', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'claimMany', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'fund', caller: { other: 'anybody' } },
  { contract: 'payoutVault', function: 'withdrawSurplus', caller: { role: 'treasurer' } },
  { contract: 'payoutVault', function: 'setAuthority', caller: { other: 'the authority' } },
];
