import { errorCatalogue, type ErrorCode } from './index.ts';

/** Contracts by which names of custom errors begin, and the area of their codes. */
const areas = [
  ['Genealogy', 'GENEALOGY'],
  ['Enrollment', 'ENROLLMENT'],
  ['PlanRegistry', 'PLAN_REGISTRY'],
  ['VolumeLedger', 'VOLUME_LEDGER'],
  ['PayoutVault', 'PAYOUT_VAULT'],
  ['Checkout', 'CHECKOUT'],
] as const;

/** The code of a contract's own error: `GenealogyWalletTaken` is GENEALOGY.WALLET_TAKEN. @returns undefined for a foreign error */
export function codeOfContractError(errorName: string): ErrorCode | undefined {
  for (const [prefix, area] of areas) {
    if (!errorName.startsWith(prefix)) continue;
    const reason = errorName
      .slice(prefix.length)
      .replace(/(?!^)([A-Z])/g, '_$1')
      .toUpperCase();
    const code = `${area}.${reason}`;
    return code in errorCatalogue ? (code as ErrorCode) : undefined;
  }
  return errorName.startsWith('AccessManaged') || errorName.startsWith('AccessManager') ? 'CHAIN.NOT_ALLOWED' : undefined;
}
