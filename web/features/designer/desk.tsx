import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { decisions } from '#engine/plan/decisions.ts';
import type { PlanFault } from '#engine/plan/faults.ts';
import { useLocale } from '../../ui/locale.ts';
import type { Draft, Path } from './draft.ts';
import { fieldOf, isRecord } from './shape.ts';

/** What every field of the form works with. */
export interface Desk {
  readonly draft: Draft;
  readonly minorDigits: number;
  /** Names that other places of the plan may point to. */
  readonly names: {
    readonly conditions: readonly string[];
    readonly ranks: readonly Named[];
    readonly bonuses: readonly Named[];
  };
  readonly faultsAt: (path: string) => readonly PlanFault[];
  readonly faultsBelow: (path: string) => number;
  /** Writes a value; `undefined` takes the field or the item away. */
  readonly change: (path: Path, value: unknown) => void;
  readonly opened: ReadonlySet<string>;
  readonly toggle: (path: string) => void;
  readonly open: (path: string) => void;
}

interface Named {
  readonly id: string;
  readonly label: string;
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('a field of a plan stands outside of the designer');
  return desk;
}

export const textOf = (path: Path): string => path.join('.');
/** The element of a field, for labels and for going there. */
export const elementId = (path: string): string => `plan.${path}`;

/** Faults by path, and how many there are at it and below. */
export function faultIndex(faults: readonly PlanFault[]): Pick<Desk, 'faultsAt' | 'faultsBelow'> {
  const exact = new Map<string, PlanFault[]>();
  const below = new Map<string, number>();
  for (const fault of faults) {
    exact.set(fault.path, [...(exact.get(fault.path) ?? []), fault]);
    const steps = fault.path === '' ? [] : fault.path.split('.');
    for (let length = 1; length <= steps.length; length += 1) {
      const prefix = steps.slice(0, length).join('.');
      below.set(prefix, (below.get(prefix) ?? 0) + 1);
    }
  }
  return { faultsAt: (path) => exact.get(path) ?? [], faultsBelow: (path) => below.get(path) ?? 0 };
}

/** Conditions, ranks and bonuses that the data names, however broken the rest of it is. */
export function namesIn(data: unknown, locale: 'en' | 'ru'): Desk['names'] {
  const listed = (list: unknown): Named[] =>
    Array.isArray(list)
      ? list.flatMap((item: unknown) => {
          const id = fieldOf(item, 'id');
          if (typeof id !== 'string' || id === '') return [];
          const words = fieldOf(fieldOf(item, 'name'), locale);
          return [{ id, label: typeof words === 'string' && words !== '' ? words : id }];
        })
      : [];
  const activity = fieldOf(data, 'activity');
  return {
    conditions: isRecord(activity) ? Object.keys(activity) : [],
    ranks: listed(fieldOf(fieldOf(data, 'ranks'), 'steps')),
    bonuses: listed(fieldOf(data, 'bonuses')),
  };
}

/** Words for fields and choices by the names of the schema; a name without words stands for itself. */
export function useWords() {
  const { t, i18n } = useTranslation('designer');
  const locale = useLocale();
  const known = (key: string): string | undefined => (i18n.exists(`designer:${key}`) ? t(key as 'title') : undefined);
  const field = (name: string): string => known(`field.${name}`) ?? name;
  const choice = (name: string, value: string): string => known(`choice.${name}.${value}`) ?? value;
  const question = (name: string): string | undefined =>
    Object.hasOwn(decisions, name) ? sentence(decisions[name]?.[locale] ?? '') : undefined;
  /** `bonuses.0.levels.1.ratePpm` as people say it: Team bonus › Levels, 2 › Rate. */
  const place = (path: string, data: unknown): string => {
    const said: string[] = [];
    let inner: unknown = data;
    let list = '';
    for (const step of path === '' ? [] : path.split('.')) {
      const number = /^\d+$/.test(step) ? Number(step) : undefined;
      inner = number === undefined ? fieldOf(inner, step) : Array.isArray(inner) ? inner[number] : undefined;
      if (number === undefined) said.push(field(step));
      else said.splice(-1, 1, titleOf(inner, locale) ?? t('item', { list: field(list), number: number + 1 }));
      list = step;
    }
    return said.length === 0 ? t('faults.whole') : said.join(' › ');
  };
  return { field, choice, question, place };
}

/** The name that a thing gives itself, in this language. */
export function titleOf(data: unknown, locale: 'en' | 'ru'): string | undefined {
  const words = fieldOf(fieldOf(data, 'name'), locale);
  if (typeof words === 'string' && words !== '') return words;
  const id = fieldOf(data, 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** What is wrong and what to do about it, as sentences. */
export function faultText({ reason, cure }: PlanFault, locale: 'en' | 'ru'): string {
  return `${sentence(ended(reason[locale]))} ${cure[locale]}`;
}

/** A reason that is a question has its mark already. */
export const ended = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
