import { ActionIcon, Button, Card, Group as Row, Menu, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../ui/locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { elementId, sentence, textOf, titleOf, useDesk, useWords } from './desk.tsx';
import { moved, type Path } from './draft.ts';
import { BonusChoice, Leaf } from './leaf.tsx';
import { beginningOf, type Field, fieldOf, type Group, groupFor, isRecord, kindOf, type Shape } from './shape.ts';
import classes from './designer.module.css';

interface PlaceProps {
  readonly path: Path;
  readonly data: unknown;
}

const isLeaf = (shape: Shape): boolean => !['group', 'list', 'table', 'kinds', 'either', 'fixed'].includes(shape.type);

/** Parts of a plan that may be opened by themselves. */
export function PlanForm({ shape, data }: { shape: Group; data: unknown }) {
  const { change } = useDesk();
  const words = useWords();
  const present = shape.fields.filter(
    ({ name, required, shape: { type } }) => type !== 'fixed' && (required || fieldOf(data, name) !== undefined),
  );
  return (
    <Stack gap="sm">
      {present.map((field) => {
        const path = [field.name];
        return (
          <Part key={field.name} path={path} title={words.field(field.name)}>
            <FieldView field={field} path={path} data={fieldOf(data, field.name)} bare />
            {field.required ? null : <RemoveButton what={words.field(field.name)} onClick={() => change(path, undefined)} />}
          </Part>
        );
      })}
      <FixedFields group={shape} path={[]} data={data} />
      <UnknownFields group={shape} path={[]} data={data} />
      <AddMenu group={shape} path={[]} data={data} />
    </Stack>
  );
}

/** A part under its name, closed until it is wanted; says how much is wrong inside. */
function Part({
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
          {faults === 0 ? null : <StatusBadge tone="bad" small label={t('faults.title', { count: faults })} />}
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
function PlaceFaults({ path }: { path: Path }) {
  const { faultsAt } = useDesk();
  const locale = useLocale();
  return faultsAt(textOf(path)).map(({ reason, cure }, index) => (
    <Text key={index} size="sm" c="var(--mantine-color-error)">
      {sentence(reason[locale])}. {cure[locale]}
    </Text>
  ));
}

/** @param bare the name of the field stands above already */
function FieldView({ field, path, data, bare = false }: { field: Field; bare?: boolean } & PlaceProps) {
  const words = useWords();
  const { name, shape, required } = field;
  const frame = (children: ReactNode) =>
    bare ? (
      children
    ) : (
      <fieldset className={classes.frame} id={elementId(textOf(path))} tabIndex={-1}>
        <legend>{words.field(name)}</legend>
        <PlaceFaults path={path} />
        {children}
      </fieldset>
    );
  if (shape.type === 'fixed') return null;
  if (shape.type === 'group') return frame(<GroupView group={shape} path={path} data={data} />);
  if (shape.type === 'table') return frame(<TableView name={name} value={shape.value} path={path} data={data} />);
  if (shape.type === 'either') return frame(<EitherView name={name} shape={shape} path={path} data={data} />);
  if (shape.type === 'list') {
    if (shape.item.type === 'name') return <BonusChoice name={name} path={path} data={data} required={required} />;
    return frame(<ListView name={name} item={shape.item} path={path} data={data} />);
  }
  if (shape.type === 'bilingual') {
    return (
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" id={elementId(textOf(path))} tabIndex={-1}>
        <Leaf shape={shape} name={name} path={path} data={data} required={required} />
      </SimpleGrid>
    );
  }
  return <Leaf shape={shape} name={name} path={path} data={data} required={required} />;
}

function GroupView({ group, path, data }: { group: Group } & PlaceProps) {
  const { change } = useDesk();
  const words = useWords();
  if (data !== undefined && !isRecord(data)) return <Mistyped />;
  const present = group.fields.filter(
    ({ name, required, shape }) => shape.type !== 'fixed' && (required || fieldOf(data, name) !== undefined),
  );
  const leaves = present.filter(({ shape }) => isLeaf(shape) && shape.type !== 'bilingual');
  const rest = present.filter((field) => !leaves.includes(field));
  const withRemove = (field: Field) => {
    const place = [...path, field.name];
    const view = <FieldView key={field.name} field={field} path={place} data={fieldOf(data, field.name)} />;
    if (field.required) return view;
    return (
      <div key={field.name} className={classes.optional}>
        <div className={classes.grow}>{view}</div>
        <RemoveIcon what={words.field(field.name)} onClick={() => change(place, undefined)} />
      </div>
    );
  };
  const named = group.others === undefined ? [] : otherNames(group, data);
  return (
    <Stack gap="sm">
      {rest.filter(({ shape }) => shape.type === 'bilingual').map(withRemove)}
      {leaves.length === 0 ? null : (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {leaves.map(withRemove)}
        </SimpleGrid>
      )}
      {rest.filter(({ shape }) => shape.type !== 'bilingual').map(withRemove)}
      {named.map((name) => (
        <div key={name} className={classes.optional}>
          <div className={classes.grow}>
            <FieldView
              field={{ name, shape: group.others ?? { type: 'text' }, required: false }}
              path={[...path, name]}
              data={fieldOf(data, name)}
            />
          </div>
          <RemoveIcon what={name} onClick={() => change([...path, name], undefined)} />
        </div>
      ))}
      <FixedFields group={group} path={path} data={data} />
      {group.others === undefined ? (
        <UnknownFields group={group} path={path} data={data} />
      ) : (
        <AddNamed shape={group.others} path={path} label="addCondition" />
      )}
      <AddMenu group={group} path={path} data={data} />
    </Stack>
  );
}

const otherNames = (group: Group, data: unknown): string[] =>
  isRecord(data) ? Object.keys(data).filter((name) => !group.fields.some((field) => field.name === name)) : [];

/** What the text says here is of another kind than a form can show. */
function Mistyped() {
  const { t } = useTranslation('designer');
  return (
    <Text size="sm" c="dimmed">
      {t('mistyped')}
    </Text>
  );
}

/** Fields that can hold one value only are shown when they hold another. */
function FixedFields({ group, path, data }: { group: Group } & PlaceProps) {
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

function UnknownFields({ group, path, data }: { group: Group } & PlaceProps) {
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

/** Rules that this thing may have and has not. */
function AddMenu({ group, path, data }: { group: Group } & PlaceProps) {
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

function ListView({ name, item, path, data }: { name: string; item: Shape } & PlaceProps) {
  const { change, open } = useDesk();
  const { t } = useTranslation('designer');
  const locale = useLocale();
  const words = useWords();
  if (data !== undefined && !Array.isArray(data)) return <Mistyped />;
  const items: readonly unknown[] = data ?? [];
  const wide = item.type === 'kinds' || (item.type === 'group' && item.fields.some(({ shape }) => shape.type === 'bilingual'));
  const add = (value: unknown) => {
    change([...path, items.length], value);
    if (wide) open(textOf([...path, items.length]));
  };
  return (
    <Stack gap="sm">
      {items.map((inner, index) => {
        const place = [...path, index];
        const group = item.type === 'kinds' ? groupFor(item, inner) : item.type === 'group' ? item : undefined;
        const title = (wide ? titleOf(inner, locale) : undefined) ?? t('item', { list: words.field(name), number: index + 1 });
        const kind = item.type === 'kinds' ? words.choice(item.by, kindOf(item, inner)) : undefined;
        const actions = (
          <Row gap={2} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('up', { what: title })}
              disabled={index === 0}
              onClick={() => change(path, moved(items, index, -1))}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('down', { what: title })}
              disabled={index === items.length - 1}
              onClick={() => change(path, moved(items, index, 1))}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <RemoveIcon what={title} onClick={() => change(place, undefined)} />
          </Row>
        );
        const body = group === undefined ? <Mistyped /> : <GroupView group={group} path={place} data={inner} />;
        if (wide) {
          return (
            <Part key={index} path={place} title={title} {...(kind === undefined ? {} : { note: kind })} actions={actions}>
              {body}
            </Part>
          );
        }
        return (
          <div key={index} className={classes.item} id={elementId(textOf(place))} tabIndex={-1}>
            <Row justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" fw={500}>
                {title}
              </Text>
              {actions}
            </Row>
            <PlaceFaults path={place} />
            {body}
          </div>
        );
      })}
      {item.type === 'kinds' ? (
        <AddKind shape={item} onAdd={add} />
      ) : (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={15} />}
          className={classes.add}
          onClick={() => add(beginningOf(item) ?? '')}
        >
          {t('addItem')}
        </Button>
      )}
    </Stack>
  );
}

function AddKind({ shape, onAdd }: { shape: Extract<Shape, { type: 'kinds' }>; onAdd: (value: unknown) => void }) {
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

/** Values by rank. */
function TableView({ name, value, path, data }: { name: string; value: Shape } & PlaceProps) {
  const { change, names } = useDesk();
  const { t } = useTranslation('designer');
  if (data !== undefined && !isRecord(data)) return <Mistyped />;
  const rows = Object.entries(data ?? {});
  const free = names.ranks.filter(({ id }) => !rows.some(([rank]) => rank === id));
  return (
    <Stack gap="sm">
      {rows.map(([rank, inner]) => {
        const label = names.ranks.find(({ id }) => id === rank)?.label ?? rank;
        return (
          <div key={rank} className={classes.optional}>
            <div className={classes.grow}>
              <Leaf shape={value} name={name} label={label} path={[...path, rank]} data={inner} required={false} />
            </div>
            <RemoveIcon what={label} onClick={() => change([...path, rank], undefined)} />
          </div>
        );
      })}
      {free.length === 0 ? null : (
        <NativeSelect
          aria-label={t('addRank')}
          value=""
          onChange={({ currentTarget: { value: rank } }) => {
            if (rank !== '') change([...path, rank], beginningOf(value) ?? '');
          }}
          data={[{ value: '', label: t('addRank') }, ...free.map(({ id, label }) => ({ value: id, label }))]}
        />
      )}
    </Stack>
  );
}

/** A word, or a group in its place. */
function EitherView({ name, shape, path, data }: { name: string; shape: Extract<Shape, { type: 'either' }> } & PlaceProps) {
  const { change } = useDesk();
  const words = useWords();
  const isGroup = isRecord(data);
  return (
    <Stack gap="sm">
      <NativeSelect
        aria-label={words.field(name)}
        value={isGroup ? 'group' : 'word'}
        onChange={({ currentTarget: { value } }) => change(path, value === 'word' ? shape.word : beginningOf(shape.group))}
        data={[
          { value: 'word', label: words.choice(name, shape.word) },
          { value: 'group', label: words.choice(name, 'group') },
        ]}
      />
      {isGroup ? <GroupView group={shape.group} path={path} data={data} /> : null}
    </Stack>
  );
}

function AddNamed({ shape, path, label }: { shape: Shape; path: Path; label: 'addCondition' }) {
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

function RemoveIcon({ what, onClick }: { what: string; onClick: () => void }) {
  const { t } = useTranslation('designer');
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t('remove', { what })} onClick={onClick}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}

function RemoveButton({ what, onClick }: { what: string; onClick: () => void }) {
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
