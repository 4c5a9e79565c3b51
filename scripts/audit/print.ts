import type { Locale } from '#kernel/errors/index.ts';
import type { AuditReport, Check, Fault } from './report.ts';
import { checkTexts, faultTexts, notProvedTexts, phraseTexts, reasonTexts, words } from './texts.ts';

const MOST_FAULTS = 20;

/** The report for people. Limits come before results: nobody should take more from it than it says. */
export function reportText(report: AuditReport, locale: Locale): string {
  const phrase = (id: string, parameters: Record<string, string | number> = {}): string =>
    words(phraseTexts, id, parameters, locale);
  const faults = report.checks.reduce((sum, check) => sum + check.faults.length, 0);
  return [
    phrase('asOf', { chainId: report.chainId, vault: report.vault, block: `${report.block.number} ${report.block.hash}` }),
    '',
    `${phrase('limits')}:`,
    ...report.notProved.map((id) => `  – ${words(notProvedTexts, id, {}, locale)}`),
    '',
    `${phrase('looked')}:`,
    ...report.checks.flatMap((check) => checkLines(check, locale)),
    ...(report.notes.length === 0 ? [] : ['', `${phrase('notes')}:`, ...faultLines(report.notes, '  · ', locale)]),
    '',
    report.verdict === 'agrees' ? phrase('agrees') : phrase('disagrees', { count: faults }),
    phrase('reportHash', { hash: report.reportHash }),
  ].join('\n');
}

function checkLines(check: Check, locale: Locale): string[] {
  if (check.state === 'proved') return [`  ✓ ${words(checkTexts, check.id, check.parameters, locale)}`];
  const reason = check.parameters['reason'];
  if (check.state === 'notDone') {
    const text = words(reasonTexts, reason ?? '', check.parameters, locale);
    return [`  – ${reason === 'stoppedBefore' ? `${check.id}: ` : ''}${text}`];
  }
  return [`  ✗ ${check.id}`, ...faultLines(check.faults, '    ✗ ', locale)];
}

function faultLines(faults: readonly Fault[], mark: string, locale: Locale): string[] {
  const lines = faults
    .slice(0, MOST_FAULTS)
    .map(({ code, parameters }) => `${mark}${words(faultTexts, code, parameters, locale)}`);
  return faults.length <= MOST_FAULTS ? lines : [...lines, `${mark}… ${faults.length - MOST_FAULTS} × (--json)`];
}
