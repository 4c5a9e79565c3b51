import { Alert, Button, Card, Group, Progress, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canonicalPlan } from '#engine/plan/parse.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { WithDraft } from '../../features/designer/with-draft.tsx';
import { TrialView } from '../../features/trials/report.tsx';
import { readTyped, ScenarioForm, typedOf } from '../../features/trials/scenario-form.tsx';
import { usualScenario } from '../../features/trials/scenario.ts';
import { type TrialState, useTrial } from '../../features/trials/use-trial.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { LinkButton } from '../../ui/link.tsx';
import { useLocale } from '../../ui/locale.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';

/** What the draft of this browser would have paid on the past, and what it would pay to a network that grows. */
export function BacktestPage() {
  const { t } = useTranslation('trials');
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <WithDraft>{(plan) => <Trial plan={plan} />}</WithDraft>
    </Page>
  );
}

function Trial({ plan }: { plan: Plan }) {
  const { t } = useTranslation('trials');
  const locale = useLocale();
  const failureOf = useFailureText();
  const [mode, setMode] = useState<'past' | 'growth'>('past');
  const [typed, setTyped] = useState(() => typedOf(usualScenario));
  const { trial, start, cancel } = useTrial();
  const scenario = readTyped(typed);
  const canonical = canonicalPlan(plan);
  const running = trial.state === 'running';
  const begin = () => {
    if (mode === 'past') void start({ mode, plan: canonical });
    else if (scenario !== undefined) void start({ mode, plan: canonical, scenario });
  };
  return (
    <Stack gap="lg">
      <Card>
        <Stack>
          <Group justify="space-between">
            <Title order={2}>{plan.name[locale]}</Title>
            <Group gap="xs">
              <LinkButton to="/console/designer" variant="default">
                {t('edit')}
              </LinkButton>
              <LinkButton to="/console/publish" variant="default">
                {t('publish')}
              </LinkButton>
            </Group>
          </Group>
          <Facts
            items={[
              { label: t('byBonus'), value: plan.bonuses.map(({ name }) => name[locale]).join(', ') || '—' },
              { label: t('limitLine'), value: formatRate(plan.cap.ratePpm, locale) },
            ]}
          />
          <SegmentedControl
            style={{ alignSelf: 'flex-start' }}
            aria-label={t('mode')}
            value={mode}
            disabled={running}
            onChange={(value) => setMode(value)}
            data={[
              { value: 'past', label: t('past') },
              { value: 'growth', label: t('growth') },
            ]}
          />
          <Text c="dimmed">{t(mode === 'past' ? 'pastText' : 'growthText')}</Text>
          {mode === 'growth' ? <ScenarioForm typed={typed} onChange={setTyped} /> : null}
          <Group>
            <Button onClick={begin} disabled={running || (mode === 'growth' && scenario === undefined)} data-run-trial>
              {t(trial.state === 'finished' ? 'again' : 'run')}
            </Button>
            {running ? (
              <Button variant="default" onClick={cancel} data-cancel-trial>
                {t('cancel')}
              </Button>
            ) : null}
          </Group>
          <Running trial={trial} />
        </Stack>
      </Card>
      {trial.state === 'failed' ? <ErrorState failure={failureOf(trial.error)} /> : null}
      {trial.state === 'finished' ? (
        <TrialView report={trial.report} mode={trial.question.mode} capPpm={plan.cap.ratePpm} />
      ) : null}
    </Stack>
  );
}

/** How far it is, for eyes and for ears. */
function Running({ trial }: { trial: TrialState }) {
  const { t } = useTranslation('trials');
  if (trial.state === 'cancelled') return <Alert color="gray" role="status" title={t('cancelled')} data-trial="cancelled" />;
  if (trial.state !== 'running') return null;
  const { done, of } = trial;
  const text = t('progress', { done, of });
  return (
    <Stack gap={6} role="status" data-trial="running">
      <Progress.Root size="lg">
        <Progress.Section value={(done / Math.max(1, of)) * 100} aria-label={text} />
      </Progress.Root>
      <Text size="sm">{text}</Text>
    </Stack>
  );
}
