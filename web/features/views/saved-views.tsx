import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconCheck, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteView, listViews, saveView, type SavedView, type ViewList, type ViewSettings } from '#api/views.ts';
import { callRoute } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { ErrorState } from '../../ui/states.tsx';
import { isShown } from './settings.ts';

interface SavedViewsProps {
  readonly list: ViewList;
  /** What the page shows now. */
  readonly shown: ViewSettings;
  readonly onApply: (settings: ViewSettings) => void;
}

/** Ways of seeing a list that somebody has given a name: choosing, saving what is shown, and forgetting. */
export function SavedViews({ list, shown, onApply }: SavedViewsProps) {
  const { t } = useTranslation('common');
  const [opened, setOpened] = useState(false);
  const views = useQuery({
    queryKey: ['views', list],
    queryFn: ({ signal }) => callRoute(listViews, { query: { list } }, { signal }),
    enabled: opened,
  });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconBookmark size={16} aria-hidden />}
          onClick={() => setOpened((before) => !before)}
        >
          {t('views.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown w={300} role="dialog" aria-label={t('views.title')}>
        <Stack gap="xs">
          {views.data?.items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('views.none')}
            </Text>
          ) : null}
          {views.data?.items.map((view) => (
            <ViewRow
              key={view.viewId}
              view={view}
              chosen={isShown(view.settings, shown)}
              onChoose={() => {
                onApply(view.settings);
                setOpened(false);
              }}
            />
          ))}
          <SaveForm list={list} shown={shown} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewRow({ view, chosen, onChoose }: { view: SavedView; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation('common');
  const queryClient = useQueryClient();
  const remove = useAction({
    mutationFn: () => callRoute(deleteView, { params: { viewId: view.viewId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['views', view.list] }),
  });
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        variant={chosen ? 'light' : 'subtle'}
        size="compact-md"
        flex={1}
        miw={0}
        justify="flex-start"
        aria-pressed={chosen}
        leftSection={chosen ? <IconCheck size={14} aria-hidden /> : null}
        onClick={onChoose}
      >
        {view.name}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('views.delete', { name: view.name })}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

function SaveForm({ list, shown }: { list: ViewList; shown: ViewSettings }) {
  const { t } = useTranslation('common');
  const queryClient = useQueryClient();
  const failureOf = useFailureText();
  const [name, setName] = useState('');
  const save = useAction({
    mutationFn: () => callRoute(saveView, { body: { list, name: name.trim(), settings: shown } }),
    onSuccess: async () => {
      setName('');
      await queryClient.invalidateQueries({ queryKey: ['views', list] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') save.mutate();
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={t('views.name')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" variant="default" size="xs" disabled={name.trim() === ''} loading={save.isPending}>
          {t('views.save')}
        </Button>
        {save.error === null ? null : <ErrorState failure={failureOf(save.error)} />}
      </Stack>
    </form>
  );
}
