import { readFileSync } from 'node:fs';

/** The text of a document of docs/. */
export function documentText(document: string): string {
  return readFileSync(new URL(`../../../docs/${document}`, import.meta.url), 'utf8');
}

/** The JSON of every fenced block of a document whose fence reads "json <label>", so that a document cannot say what is not so. */
export function blocksOf(document: string, label: string): unknown[] {
  return [...documentText(document).matchAll(/^```json (\w+)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === label)
    .map((match) => JSON.parse(match[2] ?? ''));
}
