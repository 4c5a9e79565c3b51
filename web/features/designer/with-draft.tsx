import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { checkPlan } from '#engine/plan/parse.ts';
import { readNotation } from '#engine/plan/notation.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { LinkButton } from '../../ui/link.tsx';
import { CurrencyProvider } from '../../ui/money.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { readStoredDraft } from './stored-draft.ts';

/** For pages that go on with the draft of this browser: they begin when there is one without faults. */
export function WithDraft({ children }: { children: (plan: Plan) => ReactNode }) {
  const { t } = useTranslation('designer');
  const [stored] = useState(readStoredDraft);
  const plan = stored === null ? undefined : planOf(stored);
  if (plan !== undefined) return <CurrencyProvider currency={plan.currency}>{children(plan)}</CurrencyProvider>;
  return (
    <EmptyState
      title={t(stored === null ? 'draft.none' : 'draft.broken')}
      text={t(stored === null ? 'draft.noneText' : 'draft.brokenText')}
      action={<LinkButton to="/console/designer">{t('draft.edit')}</LinkButton>}
    />
  );
}

function planOf(text: string): Plan | undefined {
  const { data, faults } = readNotation(text);
  return faults.length > 0 ? undefined : checkPlan(data).plan;
}
