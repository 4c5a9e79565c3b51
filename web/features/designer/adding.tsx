import { Button, Group as Row, Menu, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { elementId, textOf, useDesk, useWords } from './desk.tsx';
import type { Path } from './draft.ts';
import { RemoveIcon } from './parts.tsx';
import { beginningOf, fieldOf, type Group, isRecord, type Shape } from './shape.ts';
import classes from './designer.module.css';

interface GroupPlace {
  readonly group: Group;
  readonly path: Path;
  readonly data: unknown;
}

/** Fields of a group that the schema does not name. */
export const otherNames = (group: Group, data: unknown): string[] =>
  isRecord(data) ? Object.keys(data).filter((name) => !group.fields.some((field) => field.name === name)) : [];

/** Rules that this thing may have and has not. */
export function AddMenu({ group, path, data }: GroupPlace) {
  const { change } = useDesk();
  const { t } = useTranslation('designer');
  const words = useWords();
  const absent = group.fields.filter(
    ({ name, required, shape }) => !required && shape.type !== 'fixed' && fieldOf(data, name) === undefined,
  );
  if (absent.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={15} />}
          className={classes.add}
          data-add={textOf(path)}
        >
          {t('addRule')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {absent.map(({ name, shape }) => (
          <Menu.Item key={name} onClick={() => change([...path, name], beginningOf(shape) ?? '')}>
            {words.field(name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function AddKind({ shape, onAdd }: { shape: Extract<Shape, { type: 'kinds' }>; onAdd: (value: unknown) => void }) {
  const { t } = useTranslation('designer');
  const words = useWords();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} className={classes.add} data-add-bonus>
          {t('addBonus')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {[...shape.options].map(([kind, group]) => (
          <Menu.Item key={kind} onClick={() => onAdd(beginningOf(group))}>
            {words.choice(shape.by, kind)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function AddNamed({ shape, path, label }: { shape: Shape; path: Path; label: 'addCondition' }) {
  const { change } = useDesk();
  const { t } = useTranslation('designer');
  const [name, setName] = useState('');
  const add = () => {
    if (name === '') return;
    change([...path, name], beginningOf(shape) ?? '');
    setName('');
  };
  return (
    <Row gap="xs" align="flex-end">
      <TextInput
        label={t('newName')}
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') add();
        }}
        autoComplete="off"
        spellCheck={false}
      />
      <Button variant="default" onClick={add} disabled={name === ''}>
        {t(label)}
      </Button>
    </Row>
  );
}

/** Fields that can hold one value only are shown when they hold another. */
export function FixedFields({ group, path, data }: GroupPlace) {
  const { change } = useDesk();
  const { t } = useTranslation('designer');
  const words = useWords();
  return group.fields.map(({ name, shape }) => {
    if (shape.type !== 'fixed' || fieldOf(data, name) === shape.value) return null;
    const place = [...path, name];
    return (
      <Row key={name} gap="xs" id={elementId(textOf(place))} tabIndex={-1}>
        <Text size="sm" c="var(--mantine-color-error)">
          {words.field(name)}: {t('fixedField', { value: shape.value })}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => change(place, shape.value)}>
          {t('setFixed')}
        </Button>
      </Row>
    );
  });
}

export function UnknownFields({ group, path, data }: GroupPlace) {
  const { change } = useDesk();
  const { t } = useTranslation('designer');
  return otherNames(group, data).map((name) => (
    <Row key={name} gap="xs" id={elementId(textOf([...path, name]))} tabIndex={-1}>
      <Text size="sm" c="var(--mantine-color-error)">
        {t('unknownField')}: {name}
      </Text>
      <RemoveIcon what={name} onClick={() => change([...path, name], undefined)} />
    </Row>
  ));
}
