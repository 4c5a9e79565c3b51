import { couldBeFormula } from './csv.ts';

/*
 * The few parts of a workbook (ECMA-376, 5th edition; Part 1 section 18 SpreadsheetML, Part 2 for the package) that a list needs. Text
 * stands in the cells themselves (§18.3.1.53 `is`), so that nothing has to be collected for a table of strings. A text is never taken
 * for a formula there: formulas are an element of their own.
 */

export type Cell = string | number | boolean | null;

/** Rows of a sheet, the heading among them (Excel's specifications and limits). */
export const mostRows = 1_048_576;
/** Characters of a cell. */
const mostCharacters = 32_767;
const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentTypesNamespace = 'http://schemas.openxmlformats.org/package/2006/content-types';
const sheetML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const contentType = `${sheetML}.sheet`;

/** The same for any number of sheets, so that it can stand first: whatever ends in .xml and is not named is a sheet. */
export const contentTypes = `${xmlHead}<Types xmlns="${contentTypesNamespace}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${sheetML}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetML}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetML}.styles+xml"/></Types>`;

export const packageParts = `${xmlHead}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export function workbook(sheets: number): string {
  const names = Array.from(
    { length: sheets },
    (_, index) => `<sheet name="List ${index + 1}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${xmlHead}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.join('')}</sheets></workbook>`;
}

export function workbookParts(sheets: number): string {
  const each = Array.from(
    { length: sheets },
    (_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return `${xmlHead}<Relationships xmlns="${packageRelations}">${each.join('')}<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;
}

/** Formats of cells by number: 1 headings, 2 moments, 3 text that stays text also when somebody edits it. */
const styleOf = { heading: 1, moment: 2, guarded: 3 } as const;

export const styles = `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`;

/** The heading stays in sight while the list is scrolled. */
export function sheetStart(headings: readonly string[]): string {
  const cells = headings.map((heading) => textCell(heading, styleOf.heading)).join('');
  return `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>${cells}</row>`;
}

export const sheetEnd = '</sheetData></worksheet>';

export function sheetRow(cells: readonly Cell[]): string {
  let row = '<row>';
  for (const cell of cells) row += cellOf(cell);
  return `${row}</row>`;
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Whole numbers that a spreadsheet holds exactly; longer ones stay text. */
const exactNumber = /^-?(?:0|[1-9]\d{0,14})$/;

function cellOf(value: Cell): string {
  if (value === null || value === '') return '<c/>';
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
  if (exactNumber.test(value)) return `<c><v>${value}</v></c>`;
  // Days since the last day of 1899, as spreadsheets count them.
  if (moment.test(value)) return `<c s="${styleOf.moment}"><v>${Date.parse(value) / 86_400_000 + 25_569}</v></c>`;
  return textCell(value, couldBeFormula(value) ? styleOf.guarded : 0);
}

function textCell(value: string, style: number): string {
  return `<c t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${escapeText(value)}</t></is></c>`;
}

/** Signs that XML may not hold at all. `_x000D_` is how a cell holds a control sign (§22.9.2.19), so a text of that form is escaped, too. */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

function escapeText(value: string): string {
  return value
    .slice(0, mostCharacters)
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(forbidden, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/\r/g, '_x000D_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
