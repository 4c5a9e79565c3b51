import { once } from 'node:events';
import type { Response } from 'express';
import { byteOrderMark, type Column, csvLine } from './csv.ts';
import { writeWorkbook } from './workbook.ts';
import { type Cell, contentType } from './xlsx.ts';

export type FileFormat = 'csv' | 'xlsx';

export interface ListFile {
  readonly format: FileFormat;
  /** Without its ending. */
  readonly name: string;
  readonly columns: readonly Column<unknown>[];
  /** All rows, if there is a way to have them without pages. */
  readonly parts: AsyncIterable<readonly unknown[]> | undefined;
  page(cursor: string | undefined): Promise<{ items: unknown[]; nextCursor: string | null }>;
}

/** Most rows of a file that is made of pages; a list that is longer ends with a line that says so. */
const mostFromPages = 50_000;
const cutShort = `Only the first ${mostFromPages} rows are in this file.`;

/** Streams a list part by part and no faster than it is read, so that a long one needs no more memory than a short one. */
export async function sendListFile(response: Response, file: ListFile): Promise<void> {
  const pages = { cut: false };
  const parts = (file.parts ?? pagesOf(file, pages))[Symbol.asyncIterator]();
  // Only with the first part is it sure that there is an answer; before, an error can still be told as one.
  const first = await parts.next();
  const rows = async function* (): AsyncGenerator<readonly unknown[]> {
    for (let part = first; part.done !== true; part = await parts.next()) yield part.value;
  };
  response.attachment(`${file.name}.${file.format}`).type(file.format === 'csv' ? 'text/csv' : contentType);
  const write = async (bytes: string | Uint8Array): Promise<void> => {
    if (!response.write(bytes) && !response.closed) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (response.closed) throw new ReaderIsGone();
  };
  try {
    if (file.format === 'csv') await writeCsv(file, rows(), pages, write);
    else {
      const headings = file.columns.map((column) => column.heading);
      await writeWorkbook(headings, cellsOf(file, rows(), pages), write);
    }
    response.end();
  } catch (error) {
    if (!(error instanceof ReaderIsGone)) throw error;
  } finally {
    await parts.return?.();
  }
}

/** Nobody is left to tell; whatever makes the rows is stopped. */
class ReaderIsGone extends Error {}

type Rows = AsyncIterable<readonly unknown[]>;
type Write = (bytes: string | Uint8Array) => Promise<void>;

async function writeCsv({ columns }: ListFile, rows: Rows, pages: { cut: boolean }, write: Write): Promise<void> {
  await write(byteOrderMark + csvLine(columns.map((column) => column.heading)));
  for await (const part of rows) {
    let text = '';
    for (const row of part) text += csvLine(columns.map((column) => column.value(row)));
    await write(text);
  }
  if (pages.cut) await write(csvLine([cutShort]));
}

async function* cellsOf({ columns }: ListFile, rows: Rows, pages: { cut: boolean }): AsyncGenerator<Cell[][]> {
  for await (const part of rows) yield part.map((row) => columns.map((column) => column.value(row)));
  if (pages.cut) yield [[cutShort]];
}

async function* pagesOf(file: ListFile, pages: { cut: boolean }): AsyncGenerator<readonly unknown[]> {
  let cursor: string | undefined;
  let written = 0;
  do {
    const { items, nextCursor } = await file.page(cursor);
    yield items;
    written += Math.max(items.length, 1);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && written < mostFromPages);
  pages.cut = cursor !== undefined;
}
