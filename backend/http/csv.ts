/** A column of a CSV file: its heading and how a row fills it. */
export interface Column<Row> {
  readonly heading: string;
  value(row: Row): string | number | boolean | null;
}

/** Lets Excel read the file as UTF-8. */
export const byteOrderMark = '\uFEFF';

export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * One cell, always quoted. Text that a spreadsheet could take for a formula gets an apostrophe in front: anything that begins with
 * = + - @ (also full-width), a tab or a line break, after any kind of space or invisible sign. Plain negative numbers stay numbers.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '""';
  const text = String(value);
  const guarded = typeof value === 'string' && couldBeFormula(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

export function couldBeFormula(text: string): boolean {
  return !/^-?\d+$/.test(text) && /^[\s\p{Z}\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text);
}
