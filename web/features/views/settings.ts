import type { ViewSettings } from '#api/views.ts';

/** What stands in the address of a page, as it is kept: each value as JSON, so that the text "7" does not come back as a number. */
export function settingsOf(search: Readonly<Record<string, unknown>>, hidden: readonly string[] = []): ViewSettings {
  const filter: Record<string, string> = {};
  for (const [name, value] of Object.entries(search)) if (value !== undefined) filter[name] = JSON.stringify(value);
  return { filter, hidden: [...hidden] };
}

/** The values of a view. What cannot be read is left out; the page's own schema judges the rest. */
export function searchOf({ filter }: ViewSettings): Record<string, unknown> {
  const search: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(filter)) {
    try {
      search[name] = JSON.parse(text);
    } catch {
      // A view of an older version: the rest of it still helps.
    }
  }
  return search;
}

/** Whether the page shows exactly what the view says. */
export function isShown(view: ViewSettings, shown: ViewSettings): boolean {
  const names = new Set([...Object.keys(view.filter), ...Object.keys(shown.filter)]);
  return (
    [...names].every((name) => view.filter[name] === shown.filter[name]) &&
    view.hidden.toSorted().join() === shown.hidden.toSorted().join()
  );
}
