import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocale } from '../../ui/locale.ts';
import { faultIndex, namesIn, textOf, type Desk } from './desk.tsx';
import { begin, changeText, type Draft, type History, readDraft, redo, undo, write } from './draft.ts';
import { fieldOf } from './shape.ts';
import { storeDraft } from './stored-draft.ts';

export interface Designer {
  readonly desk: Desk;
  readonly write: (text: string, place: string) => void;
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
  /** Opens every part on the way to a path. */
  readonly reveal: (path: string) => void;
}

interface State {
  readonly history: History;
  readonly draft: Draft;
}

/** The draft with its history: form and text are two views of one document. */
export function useDesigner(initial: string): Designer {
  const locale = useLocale();
  const [{ history, draft }, setState] = useState<State>(() => ({ history: begin(initial), draft: readDraft(initial) }));
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(['bonuses']));

  useEffect(() => storeDraft(history.text), [history.text]);

  const move = useCallback((next: (state: State) => History) => {
    setState((state) => {
      const moved = next(state);
      return moved === state.history ? state : { history: moved, draft: readDraft(moved.text, state.draft.data) };
    });
  }, []);
  const writeText = useCallback(
    (text: string, place: string) => {
      const now = Date.now();
      move((state) => write(state.history, text, place, now));
    },
    [move],
  );
  const open = useCallback((path: string) => setOpened((before) => new Set([...before, path])), []);
  const reveal = useCallback((path: string) => {
    const steps = path === '' ? [] : path.split('.');
    setOpened((before) => new Set([...before, ...steps.map((_step, index) => steps.slice(0, index + 1).join('.'))]));
  }, []);

  const desk = useMemo((): Desk => {
    const digits = fieldOf(fieldOf(draft.data, 'currency'), 'minorDigits');
    return {
      draft,
      minorDigits: typeof digits === 'number' && Number.isInteger(digits) && digits >= 0 && digits <= 18 ? digits : 0,
      names: namesIn(draft.data, locale),
      ...faultIndex(draft.readable ? draft.faults : []),
      change: (path, value) => {
        const now = Date.now();
        move((state) =>
          state.draft.readable ? write(state.history, changeText(state.draft, path, value), textOf(path), now) : state.history,
        );
      },
      opened,
      open,
      toggle: (path) => {
        setOpened((before) => {
          const after = new Set(before);
          if (!after.delete(path)) after.add(path);
          return after;
        });
      },
    };
  }, [draft, locale, move, open, opened]);

  return {
    desk,
    write: writeText,
    undo: history.past.length === 0 ? undefined : () => move((state) => undo(state.history)),
    redo: history.future.length === 0 ? undefined : () => move((state) => redo(state.history)),
    reveal,
  };
}
