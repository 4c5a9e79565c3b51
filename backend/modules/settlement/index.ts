export { type Settlement, createSettlement } from './service/index.ts';
export type { SettlementOptions } from './service/options.ts';
export type { CloseRequestRecord, PayoutFileRecord, StaffPerson } from './types.ts';
