import { type ErrorDescriptor, type ErrorParameters, type ErrorText } from './define.ts';
import { auditErrors } from './audit.ts';
import { httpErrors } from './http.ts';
import { identityErrors } from './identity.ts';
import { engineErrors } from './engine.ts';
import { kernelErrors } from './kernel.ts';
import { checkoutContractErrors } from './checkout-contract.ts';
import { memberAccountErrors } from './member-account-contract.ts';
import { chainErrors } from './chain.ts';
import { enrollmentContractErrors, genealogyContractErrors } from './joining-contracts.ts';
import { payoutVaultErrors } from './payout-contract.ts';
import { planRegistryErrors, volumeLedgerErrors } from './plan-and-volume-contracts.ts';
import { platformErrors } from './platform.ts';
import { genealogyErrors } from './genealogy.ts';
import { ordersErrors } from './orders.ts';
import { planFileErrors } from './plan-files.ts';
import { plansErrors } from './plans.ts';
import { settlementErrors } from './settlement.ts';
import { requestErrors } from './request.ts';
import { trialsErrors } from './trials.ts';
import { viewErrors } from './views.ts';

export { defineErrors, type ErrorDescriptor, type ErrorParameters, type ErrorText } from './define.ts';

/** Every error that the product can name. One slice a floor or module; codes are unique. */
export const errorCatalogue = {
  ...requestErrors,
  ...auditErrors,
  ...platformErrors,
  ...chainErrors,
  ...genealogyContractErrors,
  ...memberAccountErrors,
  ...enrollmentContractErrors,
  ...planRegistryErrors,
  ...volumeLedgerErrors,
  ...payoutVaultErrors,
  ...checkoutContractErrors,
  ...kernelErrors,
  ...engineErrors,
  ...httpErrors,
  ...identityErrors,
  ...genealogyErrors,
  ...ordersErrors,
  ...planFileErrors,
  ...plansErrors,
  ...settlementErrors,
  ...trialsErrors,
  ...viewErrors,
} as const satisfies Record<string, ErrorDescriptor>;

export type ErrorCode = keyof typeof errorCatalogue;
export type Locale = 'en' | 'ru';

/** An expected failure: thrown anywhere, turned into words only at a door (HTTP, command line, screen). */
export class UplineError extends Error {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;

  constructor(code: ErrorCode, parameters: ErrorParameters = {}, options?: { cause?: unknown }) {
    super(`${code} ${describeError(code, parameters, 'en').message}`, options);
    this.name = 'UplineError';
    this.code = code;
    this.parameters = parameters;
  }
}

/** The words of `code` in `locale` with its parameters filled in. */
export function describeError(code: ErrorCode, parameters: ErrorParameters, locale: Locale): ErrorText {
  const text: ErrorText = errorCatalogue[code][locale];
  return { message: fill(text.message, parameters), cure: fill(text.cure, parameters) };
}

function fill(template: string, parameters: ErrorParameters): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? String(parameters[name]) : whole));
}
