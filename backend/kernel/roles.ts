/** Who somebody is to the company. `partner` follows from a wallet bound to a member; the others are granted. */
export const roles = ['partner', 'administrator', 'approver', 'auditor', 'operator'] as const;
export type Role = (typeof roles)[number];

/** Roles that are granted to a wallet, and never follow from the chain. */
export const staffRoles = ['administrator', 'approver', 'auditor', 'operator'] as const satisfies readonly Role[];
export type StaffRole = (typeof staffRoles)[number];

export const permissions = [
  'invitations.make',
  'orders.place',
  'payouts.claim',
  'members.list',
  'members.see',
  'earnings.see',
  'orders.see',
  'orders.confirmPayment',
  'orders.refund',
  'settlement.see',
  'settlement.prepare',
  'settlement.approve',
  'settlement.publish',
  'indexer.see',
  'plans.try',
] as const;
export type Permission = (typeof permissions)[number];

/** What each role may do. A role that computes a period does not approve it: two people for money. */
export const permissionsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  partner: ['invitations.make', 'orders.place', 'payouts.claim'],
  administrator: [
    'members.list',
    'members.see',
    'earnings.see',
    'orders.see',
    'orders.confirmPayment',
    'orders.refund',
    'settlement.see',
    'settlement.prepare',
    'settlement.publish',
    'indexer.see',
    'plans.try',
  ],
  approver: ['members.list', 'members.see', 'earnings.see', 'orders.see', 'settlement.see', 'settlement.approve'],
  auditor: ['members.list', 'members.see', 'earnings.see', 'orders.see', 'settlement.see', 'indexer.see', 'plans.try'],
  operator: ['indexer.see'],
};

/** The permissions of somebody who has all of `held`, each once, in the order of `permissions`. */
export function permissionsOf(held: readonly Role[]): Permission[] {
  const granted = new Set(held.flatMap((role) => permissionsOfRole[role]));
  return permissions.filter((permission) => granted.has(permission));
}
