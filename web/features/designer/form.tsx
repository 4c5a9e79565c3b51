import { ActionIcon, Button, Group as Row, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../ui/locale.ts';
import { AddKind, AddMenu, AddNamed, FixedFields, otherNames, UnknownFields } from './adding.tsx';
import { elementId, textOf, titleOf, useDesk, useWords } from './desk.tsx';
import { moved, type Path } from './draft.ts';
import { BonusChoice, Leaf } from './leaf.tsx';
import { Mistyped, Part, PlaceFaults, RemoveButton, RemoveIcon } from './parts.tsx';
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
