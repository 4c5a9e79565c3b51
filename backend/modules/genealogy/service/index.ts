import { createInvitations, type Invitations } from './invitations.ts';
import { createMembers, type Members } from './members.ts';
import type { GenealogyOptions } from './options.ts';

export type Genealogy = Members & Invitations;

export function createGenealogy(options: GenealogyOptions): Genealogy {
  return { ...createMembers(options), ...createInvitations(options) };
}
