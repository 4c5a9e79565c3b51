import { Alert, Button, Card, FileButton, Group, NativeSelect, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconDownload, IconHistory, IconWritingSign } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DiffCard } from '../../features/designer/diff-card.tsx';
import { DeskProvider, elementId } from '../../features/designer/desk.tsx';
import { notationOf, writeData } from '../../features/designer/draft.ts';
import { FaultList } from '../../features/designer/faults.tsx';
import { PlanForm } from '../../features/designer/form.tsx';
import { planInForceQuery } from '../../features/designer/plan-in-force.ts';
import { loadReadyPlan, type ReadyPlan, readyPlans } from '../../features/designer/ready-plans.ts';
import { SampleCard } from '../../features/designer/sample-card.tsx';
import { planShape } from '../../features/designer/shape.ts';
import { readStoredDraft } from '../../features/designer/stored-draft.ts';
import { useDesigner } from '../../features/designer/use-desk.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import classes from '../../features/designer/designer.module.css';

/** Bytes of a file that can be a plan: the server takes 60,000 characters. */
const LARGEST_FILE = 200_000;

/** A plan as form and text side by side, checked while it is written, tried on a month of a handful of people. Nothing leaves the browser. */
export function DesignerPage() {
  const { t } = useTranslation('designer');
  const beginning = useQuery({
    queryKey: ['draft-beginning'],
    queryFn: () => beginningText(queryClient),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const queryClient = useQueryClient();
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <QueryView query={beginning}>{(text) => <Designer initial={text} />}</QueryView>
    </Page>
  );
}

/** What was written here before; else the plan in force; else the simplest ready one. */
async function beginningText(queryClient: ReturnType<typeof useQueryClient>): Promise<string> {
  const stored = readStoredDraft();
  if (stored !== null) return stored;
  const current = await queryClient.ensureQueryData(planInForceQuery);
  return writeData(current ?? (await loadReadyPlan('unilevel')), 'json');
}

function Designer({ initial }: { initial: string }) {
  const { t } = useTranslation('designer');
  const navigate = useNavigate();
  const wide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false });
  const shape = useMemo(() => planShape(), []);
  const { desk, write, undo, redo, reveal } = useDesigner(initial);
  const { draft } = desk;
  const [view, setView] = useState<'form' | 'text'>('form');
  const [suggested, setSuggested] = useState<ReadyPlan>('hybrid');
  const [wanted, setWanted] = useState<string | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const plan = useDeferredValue(draft.plan);

  // Where a fault is may only be drawn after its part has been opened.
  useEffect(() => {
    if (wanted === null) return;
    setWanted(null);
    const form = wide || view === 'form';
    if (form && draft.readable && goTo(wanted)) return;
    goToLine(area.current, draft.lineOf(wanted));
  }, [wanted, wide, view, draft]);

  const start = async (choice: string) => {
    const ready = readyPlans.find((name) => name === choice);
    const data = ready === undefined ? await queryClient.ensureQueryData(planInForceQuery) : await loadReadyPlan(ready);
    if (ready !== undefined) setSuggested(ready);
    if (data !== null) write(writeData(data, draft.notation), 'start');
  };
  const openFile = async (file: File | null) => {
    if (file === null) return;
    setTooLarge(file.size > LARGEST_FILE);
    if (file.size <= LARGEST_FILE) write(await file.text(), 'file');
  };
  const queryClient = useQueryClient();
  const text = (
    <Textarea
      ref={area}
      className={classes.text}
      label={t('textLabel')}
      value={draft.text}
      onChange={({ currentTarget: { value } }) => write(value, 'text')}
      error={draft.readable ? undefined : t('unreadable')}
      spellCheck={false}
      autoComplete="off"
      wrap="off"
      data-plan-text
    />
  );
  const form = (
    <fieldset disabled={!draft.readable} className={classes.form} aria-label={t('form')}>
      <PlanForm shape={shape} data={draft.data} />
    </fieldset>
  );
  return (
    <DeskProvider value={desk}>
      <Stack gap="lg">
        <Group gap="xs" align="flex-end">
          <NativeSelect
            label={t('start.label')}
            value=""
            onChange={({ currentTarget: { value } }) => void start(value)}
            data={[
              { value: '', label: t('start.choose') },
              { value: 'inForce', label: t('start.inForce') },
              ...readyPlans.map((name) => ({ value: name, label: t(`ready.${name}`) })),
            ]}
            data-start
          />
          <SegmentedControl
            aria-label={t('notation')}
            value={draft.notation}
            disabled={!draft.readable}
            onChange={(value) => write(writeData(draft.data, value), 'notation')}
            data={[
              { value: 'json', label: 'JSON' },
              { value: 'yaml', label: 'YAML' },
            ]}
          />
          <Button variant="default" leftSection={<IconArrowBackUp size={16} />} disabled={undo === undefined} onClick={undo}>
            {t('undo')}
          </Button>
          <Button variant="default" leftSection={<IconArrowForwardUp size={16} />} disabled={redo === undefined} onClick={redo}>
            {t('redo')}
          </Button>
          <FileButton accept=".json,.yaml,.yml,application/json" onChange={(file) => void openFile(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                {t('openFile')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => download(draft.text)}>
            {t('download')}
          </Button>
          <Button
            leftSection={<IconHistory size={16} />}
            disabled={draft.plan === undefined}
            onClick={() => void navigate({ to: '/console/backtest' })}
            title={draft.plan === undefined ? t('tryPastNeeds') : undefined}
            data-try-past
          >
            {t('tryPast')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconWritingSign size={16} />}
            disabled={draft.plan === undefined}
            onClick={() => void navigate({ to: '/console/publish' })}
            title={draft.plan === undefined ? t('tryPastNeeds') : undefined}
            data-to-publish
          >
            {t('publish')}
          </Button>
        </Group>
        {tooLarge ? (
          <Alert color="red" title={t('tooLarge')} role="alert" withCloseButton onClose={() => setTooLarge(false)} />
        ) : null}
        <FaultList
          onGo={(path) => {
            reveal(path);
            setWanted(path);
          }}
        />
        {wide ? (
          <div className={classes.panes}>
            {form}
            <div className={classes.aside}>{text}</div>
          </div>
        ) : (
          <Stack>
            <SegmentedControl
              fullWidth
              aria-label={t('views')}
              value={view}
              onChange={(value) => setView(value)}
              data={[
                { value: 'form', label: t('form') },
                { value: 'text', label: t('text') },
              ]}
            />
            {view === 'form' ? form : text}
          </Stack>
        )}
        <Card>
          <SampleCard plan={plan} suggested={suggested} />
        </Card>
        <Card>
          <DiffCard plan={plan} />
        </Card>
      </Stack>
    </DeskProvider>
  );
}

/** Puts the cursor into the field of a path, or of what stands nearest above it. */
function goTo(path: string): boolean {
  const steps = path === '' ? [] : path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const element = document.getElementById(elementId(steps.slice(0, length).join('.')));
    if (element === null) continue;
    element.scrollIntoView({ block: 'center' });
    element.focus({ preventScroll: true });
    return true;
  }
  return false;
}

function goToLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const before = lines.slice(0, line - 1).reduce((length, text) => length + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(before, before + (lines[line - 1]?.length ?? 0));
  area.scrollTop = (area.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 6);
}

function download(text: string): void {
  const notation = notationOf(text);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: notation === 'json' ? 'application/json' : 'application/yaml' }));
  link.download = `plan.${notation}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
