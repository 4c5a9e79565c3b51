/** Whether mutants are judged (`npm run mutate:engine`), where every one that lives costs all tests: cases are fewer then, and great numbers smaller. */
export const inHaste = process.env['UPLINE_FEW_CASES'] === '1';

/**
 * On how many random cases a property is tried: as many as it asks for; at night (`npm run test:deep`) as many as it has time for;
 * a fifth in haste.
 */
export function cases(usual: number, night = usual): number {
  if (process.env['UPLINE_DEEP'] === '1') return night;
  return inHaste ? Math.ceil(usual / 5) : usual;
}
