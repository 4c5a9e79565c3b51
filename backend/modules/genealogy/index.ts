export { type Genealogy, createGenealogy } from './service/index.ts';
export type { FrontlineQuestion, MemberQuestion } from './service/members.ts';
export type { GenealogyOptions } from './service/options.ts';
export { invitationState, refuseInvalid } from './rules.ts';
export type { InvitationRecord, JoinRecord, Terms } from './types.ts';
