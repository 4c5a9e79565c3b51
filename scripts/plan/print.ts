import type { Locale } from '#kernel/errors/index.ts';
import { planHash, type NetworkResult, type Plan, type PlanDifference, type PlanFault } from '#engine/index.ts';

export function faultsText(file: string, faults: readonly PlanFault[], locale: Locale): string {
  const heading = { en: `${file}: ${faults.length} fault(s)`, ru: `${file}: ошибок ${faults.length}` }[locale];
  const whole = { en: 'the file', ru: 'файл' }[locale];
  return [
    `✗ ${heading}`,
    ...faults.map(({ path, reason, cure }) => `  ${path === '' ? whole : path}: ${reason[locale]}\n    → ${cure[locale]}`),
  ].join('\n');
}

export function planText(file: string, plan: Plan, locale: Locale): string {
  const bonuses = plan.bonuses.map(({ id, kind }) => `${id} (${kind})`).join(', ') || '—';
  return [
    `✓ ${file}: ${plan.name[locale]}`,
    `  ${{ en: 'bonuses', ru: 'бонусы' }[locale]}: ${bonuses}`,
    `  ${{ en: 'plan hash', ru: 'хеш плана' }[locale]}: ${planHash(plan)}`,
  ].join('\n');
}

export function differencesText(differences: readonly PlanDifference[], locale: Locale): string {
  if (differences.length === 0) return { en: '✓ the plans are equal', ru: '✓ планы одинаковы' }[locale];
  return differences
    .map(({ path, before, after }) => {
      if (before === undefined) return `+ ${path}: ${JSON.stringify(after)}`;
      if (after === undefined) return `- ${path}: ${JSON.stringify(before)}`;
      return `~ ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
    })
    .join('\n');
}

export function resultText(result: NetworkResult, file: string, locale: Locale): string {
  const { totals } = result;
  const words = {
    en: [`period ${result.period} → ${file}`, 'credited', 'limit', 'before scale-down', 'members with lines', 'root'],
    ru: [`период ${result.period} → ${file}`, 'начислено', 'предел', 'до уменьшения', 'партнёров со строками', 'корень'],
  }[locale];
  const values = [totals.credited, totals.limit, totals.gross, String(result.earnings.length), result.root];
  return [`✓ ${words[0]}`, ...values.map((value, index) => `  ${words[index + 1]}: ${value}`)].join('\n');
}
