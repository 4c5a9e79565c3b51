import {
  type Cell,
  contentTypes,
  mostRows,
  packageParts,
  sheetEnd,
  sheetRow,
  sheetStart,
  styles,
  workbook,
  workbookParts,
} from './xlsx.ts';
import { type Sink, ZipWriter } from './zip.ts';

/**
 * Writes a list as a workbook, row after row, with nothing of it kept. A list that is longer than a sheet goes on in the next.
 * @param parts rows of cells, some at a time
 */
export async function writeWorkbook(
  headings: readonly string[],
  parts: AsyncIterable<readonly (readonly Cell[])[]>,
  sink: Sink,
  rowsOfSheet = mostRows - 1,
): Promise<void> {
  const zip = new ZipWriter(sink);
  await zip.add('[Content_Types].xml', [contentTypes]);
  await zip.add('_rels/.rels', [packageParts]);
  await zip.add('xl/styles.xml', [styles]);
  const source = parts[Symbol.asyncIterator]();
  let waiting: readonly (readonly Cell[])[] = [];
  /** Whether there is a row to write. */
  const isMore = async (): Promise<boolean> => {
    while (waiting.length === 0) {
      const next = await source.next();
      if (next.done === true) return false;
      waiting = next.value;
    }
    return true;
  };
  const sheet = async function* (): AsyncGenerator<string> {
    yield sheetStart(headings);
    for (let room = rowsOfSheet; room > 0 && (await isMore());) {
      const rows = waiting.slice(0, room);
      waiting = waiting.slice(rows.length);
      room -= rows.length;
      let text = '';
      for (const row of rows) text += sheetRow(row);
      yield text;
    }
    yield sheetEnd;
  };
  let sheets = 0;
  do {
    sheets += 1;
    await zip.add(`xl/worksheets/sheet${sheets}.xml`, sheet());
  } while (await isMore());
  await zip.add('xl/workbook.xml', [workbook(sheets)]);
  await zip.add('xl/_rels/workbook.xml.rels', [workbookParts(sheets)]);
  await zip.end();
}
