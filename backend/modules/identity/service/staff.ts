import { grants } from '../repository/accounts.ts';
import type { StaffGrant } from '../types.ts';
import { type IdentityOptions, lowerCase } from './options.ts';

export async function grantRole(options: IdentityOptions, grant: StaffGrant): Promise<void> {
  const wallet = lowerCase(grant.wallet);
  await options.database.transaction(
    async (transaction) => {
      if ((await grants.rolesOf(transaction, wallet)).includes(grant.role)) return;
      await grants.insert(transaction, { wallet, role: grant.role, grantedBy: grant.by, grantedAt: options.clock.now() });
    },
    { isolation: 'Serializable' },
  );
}

export async function revokeRole(options: IdentityOptions, grant: StaffGrant): Promise<void> {
  await grants.revoke(options.database.prisma, lowerCase(grant.wallet), grant.role, grant.by, options.clock.now());
}
