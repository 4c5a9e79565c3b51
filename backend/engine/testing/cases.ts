/**
 * On how many random cases a property is tried: as many as it asks for; at night (`npm run test:deep`) as many as it has time for;
 * a fifth when mutants are judged (`npm run mutate:engine`), because every mutant that lives costs all of them.
 */
export function cases(usual: number, night = usual): number {
  if (process.env['UPLINE_DEEP'] === '1') return night;
  return process.env['UPLINE_FEW_CASES'] === '1' ? Math.ceil(usual / 5) : usual;
}
