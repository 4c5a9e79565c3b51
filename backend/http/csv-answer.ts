import { once } from 'node:events';
import type { Response } from 'express';
import { byteOrderMark, type Column, csvLine } from './csv.ts';

export interface CsvAnswer {
  readonly fileName: string;
  readonly columns: readonly Column<unknown>[];
  /** All rows, if there is a way to have them without pages. */
  readonly parts: AsyncIterable<readonly unknown[]> | undefined;
  page(cursor: string | undefined): Promise<{ items: unknown[]; nextCursor: string | null }>;
}

/** Most rows of a file that is made of pages; a list that is longer ends with a line that says so. */
const mostFromPages = 50_000;

/** Streams a list part by part and no faster than it is read, so that a long one needs no more memory than a short one. */
export async function sendCsv(response: Response, answer: CsvAnswer): Promise<void> {
  const { columns } = answer;
  const pages = { cut: false };
  let begun = false;
  for await (const rows of answer.parts ?? pagesOf(answer, pages)) {
    // Only now is it sure that there is an answer; before, an error can still be told as one.
    if (!begun) begin(response, answer);
    begun = true;
    let text = '';
    for (const row of rows) text += csvLine(columns.map((column) => column.value(row)));
    if (!response.write(text) && !response.closed) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (response.closed) return;
  }
  if (!begun) begin(response, answer);
  if (pages.cut) response.write(csvLine([`Only the first ${mostFromPages} rows are in this file.`]));
  response.end();
}

function begin(response: Response, { fileName, columns }: CsvAnswer): void {
  response.type('text/csv').attachment(fileName);
  response.write(byteOrderMark + csvLine(columns.map((column) => column.heading)));
}

async function* pagesOf(answer: CsvAnswer, pages: { cut: boolean }): AsyncGenerator<readonly unknown[]> {
  let cursor: string | undefined;
  let written = 0;
  do {
    const { items, nextCursor } = await answer.page(cursor);
    yield items;
    written += Math.max(items.length, 1);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && written < mostFromPages);
  pages.cut = cursor !== undefined;
}
