import { Checkbox, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../ui/locale.ts';
import { elementId, faultText, textOf, useDesk, useWords } from './desk.tsx';
import type { Path } from './draft.ts';
import { fieldOf, type Shape } from './shape.ts';
import { amountUnit, percentUnit, readIn, shownIn, type Unit } from './units.ts';

interface LeafProps {
  /** Name of the field in the plan; words, units and references follow from it. */
  readonly name: string;
  readonly label?: string | undefined;
  readonly path: Path;
  readonly data: unknown;
  readonly required: boolean;
}

/** What is wrong with a field, said under it. */
function useFault(path: Path): string | undefined {
  const { faultsAt } = useDesk();
  const locale = useLocale();
  const faults = faultsAt(textOf(path));
  if (faults.length === 0) return undefined;
  return faults.map((fault) => faultText(fault, locale)).join(' ');
}

/** What a value that is no text looks like in a field for text. */
const asText = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

const conditionFields = new Set(['payTo', 'meets']);
const rankFields = new Set(['rank', 'rankAtLeast', 'skipBelow', 'leaderRank']);

/** A field that holds one value. */
export function Leaf({ shape, ...props }: LeafProps & { readonly shape: Shape }) {
  const { minorDigits } = useDesk();
  if (shape.type === 'bilingual') return <Bilingual {...props} />;
  if (shape.type === 'choice') return <Choice {...props} values={shape.values} />;
  if (shape.type === 'flag') return <Flag {...props} />;
  if (shape.type === 'amount') return <Digits {...props} unit={amountUnit(props.name, minorDigits)} keep="text" />;
  if (shape.type === 'rate') return <Digits {...props} unit={percentUnit} keep="number" />;
  if (shape.type === 'whole') return <Digits {...props} unit={undefined} keep="number" />;
  if (shape.type === 'name' && (conditionFields.has(props.name) || rankFields.has(props.name))) return <Reference {...props} />;
  return <Words {...props} />;
}

function Words({ name, label, path, data, required }: LeafProps) {
  const { change } = useDesk();
  const words = useWords();
  return (
    <TextInput
      id={elementId(textOf(path))}
      label={label ?? words.field(name)}
      value={asText(data)}
      error={useFault(path)}
      onChange={({ currentTarget: { value } }) => change(path, value === '' && required ? undefined : value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

/** Points, money, percent or a plain number: typed as people write it, kept in the plan's whole units. */
function Digits({
  name,
  label,
  path,
  data,
  required,
  unit,
  keep,
}: LeafProps & { unit: Unit | undefined; keep: 'text' | 'number' }) {
  const { change } = useDesk();
  const { t } = useTranslation('designer');
  const words = useWords();
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const stored = asText(data);
  const read = (text: string): string => readIn(unit, text) ?? text;
  const shown = typed !== null && read(typed) === stored ? typed : shownIn(unit, stored, locale);
  const suffix = unit === undefined || unit.kind === 'money' ? undefined : t(unit.kind);
  return (
    <TextInput
      id={elementId(textOf(path))}
      label={suffix === undefined ? (label ?? words.field(name)) : `${label ?? words.field(name)}, ${suffix}`}
      value={shown}
      error={useFault(path)}
      inputMode="decimal"
      autoComplete="off"
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        if (value === '' && required) return change(path, undefined);
        const digits = read(value);
        const number = Number(digits);
        return change(path, keep === 'number' && /^\d+$/.test(digits) && Number.isSafeInteger(number) ? number : digits);
      }}
    />
  );
}

function Choice({ name, label, path, data, values }: LeafProps & { values: readonly string[] }) {
  const { change } = useDesk();
  const { t } = useTranslation('designer');
  const words = useWords();
  const stored = asText(data);
  const fault = useFault(path);
  return (
    <NativeSelect
      id={elementId(textOf(path))}
      label={label ?? words.field(name)}
      description={fault === undefined ? words.question(name) : undefined}
      value={stored}
      error={fault}
      onChange={({ currentTarget: { value } }) => change(path, value === '' ? undefined : value)}
      data={[
        ...(stored === '' ? [{ value: '', label: `— ${t('undecided')} —` }] : []),
        ...(stored === '' || values.includes(stored) ? [] : [{ value: stored, label: stored }]),
        ...values.map((value) => ({ value, label: words.choice(name, value) })),
      ]}
    />
  );
}

/** A condition or a rank that this plan defines. */
function Reference({ name, label, path, data, required }: LeafProps) {
  const { change, names } = useDesk();
  const { t } = useTranslation('designer');
  const words = useWords();
  const stored = asText(data);
  const options = conditionFields.has(name)
    ? names.conditions.map((id) => ({ value: id, label: id === 'active' ? words.field(id) : id }))
    : names.ranks.map(({ id, label: title }) => ({ value: id, label: title }));
  const unknown = stored !== '' && !options.some(({ value }) => value === stored);
  return (
    <NativeSelect
      id={elementId(textOf(path))}
      label={label ?? words.field(name)}
      value={stored}
      error={useFault(path)}
      onChange={({ currentTarget: { value } }) => change(path, value === '' && required ? undefined : value)}
      data={[
        ...(stored === '' ? [{ value: '', label: `— ${t('undecided')} —` }] : []),
        ...(unknown ? [{ value: stored, label: stored }] : []),
        ...options,
      ]}
    />
  );
}

function Flag({ name, label, path, data }: LeafProps) {
  const { change } = useDesk();
  const words = useWords();
  return (
    <Switch
      id={elementId(textOf(path))}
      label={label ?? words.field(name)}
      checked={data === true}
      error={useFault(path)}
      onChange={({ currentTarget: { checked } }) => change(path, checked)}
      mt="lg"
    />
  );
}

function Bilingual({ path, data }: LeafProps) {
  const locale = useLocale();
  const { t } = useTranslation('designer');
  const words = useWords();
  const languages = locale === 'ru' ? (['ru', 'en'] as const) : (['en', 'ru'] as const);
  return languages.map((language) => (
    <Words
      key={language}
      name={language}
      label={`${words.field('name')}: ${t(`language.${language}`)}`}
      path={[...path, language]}
      data={fieldOf(data, language)}
      required={false}
    />
  ));
}

/** Bonuses of this plan that another one reads. */
export function BonusChoice({ name, path, data }: LeafProps) {
  const { change, names } = useDesk();
  const words = useWords();
  const chosen = Array.isArray(data) ? data.map(String) : [];
  const own = path.slice(0, 2);
  const stray = chosen.filter((id) => !names.bonuses.some((bonus) => bonus.id === id)).map((id) => ({ id, label: id }));
  const others = [...names.bonuses.filter((_bonus, index) => index !== own[1]), ...stray];
  return (
    <Checkbox.Group
      id={elementId(textOf(path))}
      label={words.field(name)}
      description={words.question(name)}
      value={chosen}
      error={useFault(path)}
      onChange={(value) => change(path, value)}
    >
      <Stack gap={6} mt={6}>
        {others.map(({ id, label }) => (
          <Checkbox key={id} value={id} label={label} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
