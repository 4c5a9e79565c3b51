import { Document, parseDocument } from 'yaml';
import { checkPlan } from '#engine/plan/parse.ts';
import type { PlanFault } from '#engine/plan/faults.ts';
import { notationOptions, readNotation } from '#engine/plan/notation.ts';
import type { Plan } from '#engine/plan/schema.ts';

export type Path = readonly (string | number)[];
export type Notation = 'json' | 'yaml';

/** A plan that is being written: one text, and what it says. */
export interface Draft {
  readonly text: string;
  readonly notation: Notation;
  /** What the text says; what it said last while its notation is broken. */
  readonly data: unknown;
  readonly readable: boolean;
  readonly faults: readonly PlanFault[];
  readonly lineOf: (path: string) => number;
  /** There when nothing is wrong. */
  readonly plan?: Plan;
}

export function readDraft(text: string, last?: unknown): Draft {
  const notation = notationOf(text);
  const { data, faults, lineOf } = readNotation(text);
  if (faults.length > 0) return { text, notation, data: last, readable: false, faults, lineOf };
  const check = checkPlan(data);
  return {
    text,
    notation,
    data,
    readable: true,
    faults: check.faults,
    lineOf,
    ...(check.plan === undefined ? {} : { plan: check.plan }),
  };
}

export const notationOf = (text: string): Notation => (/^\s*[{[]/.test(text) ? 'json' : 'yaml');

export function writeData(data: unknown, notation: Notation): string {
  return notation === 'json' ? `${JSON.stringify(data, null, 2)}\n` : yamlText(new Document(data, notationOptions));
}

/** A change by the form, in the notation of the text; comments of YAML stay. `undefined` takes the field or the item away. */
export function changeText(draft: Draft, path: Path, value: unknown): string {
  if (draft.notation === 'json') return writeData(changed(draft.data, path, value), 'json');
  const document = parseDocument(draft.text, notationOptions);
  if (value === undefined) document.deleteIn(path);
  else document.setIn(path, document.createNode(value));
  return yamlText(document);
}

function yamlText(document: { toString(options: { lineWidth: number }): string }): string {
  return document.toString({ lineWidth: 0 });
}

/** A copy of the data with another value at the path; what lies on the way is made when it is missing. */
export function changed(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(data) ? [...data] : [];
    if (rest.length === 0 && value === undefined) list.splice(key, 1);
    else list[key] = changed(list[key], rest, value);
    return list;
  }
  const record: Record<string, unknown> = typeof data === 'object' && data !== null ? { ...data } : {};
  if (rest.length === 0 && value === undefined) delete record[key];
  else record[key] = changed(record[key], rest, value);
  return record;
}

/** A copy of a list with one item moved by one place. */
export function moved(list: readonly unknown[], from: number, by: -1 | 1): readonly unknown[] {
  const copy = [...list];
  const [item] = copy.splice(from, 1);
  copy.splice(from + by, 0, item);
  return copy;
}

/** Texts to go back and forth between. Typing in one place within a second is one step. */
export interface History {
  readonly past: readonly string[];
  readonly text: string;
  readonly future: readonly string[];
  readonly last: { readonly place: string; readonly at: number } | null;
}

const STEPS = 200;
const ONE_STEP_MS = 1_000;

export function begin(text: string): History {
  return { past: [], text, future: [], last: null };
}

/** @param place where the change was made; @param at now, in milliseconds */
export function write(history: History, text: string, place: string, at: number): History {
  if (text === history.text) return history;
  const goesOn = history.last?.place === place && at - history.last.at < ONE_STEP_MS;
  const past = goesOn ? history.past : [...history.past, history.text].slice(-STEPS);
  return { past, text, future: [], last: { place, at } };
}

export function undo({ past, text, future, last }: History): History {
  const before = past.at(-1);
  if (before === undefined) return { past, text, future, last };
  return { past: past.slice(0, -1), text: before, future: [text, ...future], last: null };
}

export function redo({ past, text, future, last }: History): History {
  const [after, ...rest] = future;
  if (after === undefined) return { past, text, future, last };
  return { past: [...past, text], text: after, future: rest, last: null };
}
