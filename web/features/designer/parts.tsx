import { ActionIcon, Button, Card, Group as Row, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconChevronRight, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../ui/locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { elementId, faultText, textOf, useDesk } from './desk.tsx';
import type { Path } from './draft.ts';
import classes from './designer.module.css';

/** A part under its name, closed until it is wanted; says how much is wrong inside. */
export function Part({
  path,
  title,
  note,
  actions,
  children,
}: {
  path: Path;
  title: string;
  note?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { opened, toggle, faultsBelow } = useDesk();
  const { t } = useTranslation('designer');
  const place = textOf(path);
  const open = opened.has(place);
  const faults = faultsBelow(place);
  return (
    <Card padding="sm" id={elementId(place)} tabIndex={-1} className={classes.part}>
      <Row justify="space-between" wrap="nowrap" gap="xs">
        <button type="button" className={classes.heading} aria-expanded={open} onClick={() => toggle(place)} data-part={place}>
          <IconChevronRight size={17} className={classes.chevron} data-opened={open || undefined} aria-hidden />
          <span className={classes.title}>
            {title}
            {note === undefined ? null : <span className={classes.note}>{note}</span>}
          </span>
          {faults === 0 ? null : (
            <>
              <span aria-hidden>
                <StatusBadge tone="bad" small label={String(faults)} />
              </span>
              <VisuallyHidden>{t('faults.title', { count: faults })}</VisuallyHidden>
            </>
          )}
        </button>
        {actions}
      </Row>
      {open ? (
        <Stack gap="sm" mt="sm">
          <PlaceFaults path={path} />
          {children}
        </Stack>
      ) : null}
    </Card>
  );
}

/** Faults of a thing as a whole: fields show their own. */
export function PlaceFaults({ path }: { path: Path }) {
  const { faultsAt } = useDesk();
  const locale = useLocale();
  return faultsAt(textOf(path)).map((fault, index) => (
    <Text key={index} size="sm" c="var(--mantine-color-error)">
      {faultText(fault, locale)}
    </Text>
  ));
}

/** What the text says here is of another kind than a form can show. */
export function Mistyped() {
  const { t } = useTranslation('designer');
  return (
    <Text size="sm" c="dimmed">
      {t('mistyped')}
    </Text>
  );
}

export function RemoveIcon({ what, onClick }: { what: string; onClick: () => void }) {
  const { t } = useTranslation('designer');
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t('remove', { what })} onClick={onClick}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}

export function RemoveButton({ what, onClick }: { what: string; onClick: () => void }) {
  const { t } = useTranslation('designer');
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<IconTrash size={15} />}
      className={classes.add}
      onClick={onClick}
    >
      {t('remove', { what })}
    </Button>
  );
}
