import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../ui/locale.ts';
import { ended, useDesk, useWords } from './desk.tsx';
import classes from './designer.module.css';

const FIRST = 4;

/** Everything that is wrong, each with its place, its reason and its cure; said aloud when it changes. */
export function FaultList({ onGo }: { onGo: (path: string) => void }) {
  const { t } = useTranslation('designer');
  const { draft } = useDesk();
  const locale = useLocale();
  const words = useWords();
  const [all, setAll] = useState(false);
  const { faults } = draft;
  if (faults.length === 0) {
    return (
      <Alert color="pine" icon={<IconCircleCheck />} title={t('faults.none')} role="status" data-draft="sound">
        {t('faults.noneText')}
      </Alert>
    );
  }
  const shown = all ? faults : faults.slice(0, FIRST);
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle />}
      title={t('faults.title', { count: faults.length })}
      role="status"
      data-draft="faulty"
    >
      <Stack gap="xs" align="flex-start">
        {draft.readable ? null : <Text size="sm">{t('unreadable')}</Text>}
        <ul className={classes.faults}>
          {shown.map(({ path, reason, cure }, index) => {
            const place = words.place(path, draft.data);
            return (
              <li key={index} data-fault={path}>
                <button type="button" className={classes.fault} onClick={() => onGo(path)}>
                  {place}
                </button>
                <Text size="sm">
                  {ended(reason[locale])} {cure[locale]}
                </Text>
                <Text size="xs" c="dimmed">
                  {path === '' ? null : <Code className={classes.path}>{path}</Code>}{' '}
                  {t('faults.line', { line: draft.lineOf(path) })}
                </Text>
              </li>
            );
          })}
        </ul>
        {shown.length < faults.length ? (
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            {t('faults.more')} ({faults.length})
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
