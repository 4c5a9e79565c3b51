import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeWorkbook } from './workbook.ts';
import type { Cell } from './xlsx.ts';

/** Reads an archive as others do: from the directory at its end. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < archive.readUInt16LE(end + 10); index += 1) {
    expect(archive.readUInt32LE(at)).toBe(0x0201_4b50);
    const [crc, packed, size] = [16, 20, 24].map((place) => archive.readUInt32LE(at + place)) as [number, number, number];
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    expect(archive.readUInt32LE(local)).toBe(0x0403_4b50);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = inflateRawSync(archive.subarray(from, from + packed));
    expect([crc32(bytes), bytes.length]).toEqual([crc, size]);
    // The sizes stand behind the data as well, for whoever reads without a directory.
    expect(archive.readUInt32LE(from + packed)).toBe(0x0807_4b50);
    files.set(name, bytes.toString('utf8'));
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return files;
}

async function written(parts: readonly (readonly (readonly Cell[])[])[], rowsOfSheet?: number): Promise<Map<string, string>> {
  const chunks: Uint8Array[] = [];
  const source = async function* () {
    yield* parts;
  };
  await writeWorkbook(['number', 'name'], source(), async (bytes) => void chunks.push(bytes.slice()), rowsOfSheet);
  return unzip(Buffer.concat(chunks));
}

const rowsIn = (sheet: string | undefined): string[] => sheet?.match(/<row>.*?<\/row>/gs) ?? [];

describe('a list as a workbook', () => {
  test('has the parts that a spreadsheet looks for, the content types first', async () => {
    const files = await written([[[1, 'Ann']]]);
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
    ]);
    expect(rowsIn(files.get('xl/worksheets/sheet1.xml'))).toHaveLength(2);
  });

  test('numbers, moments and yes or no are what they are; what would lose digits stays text', async () => {
    const files = await written([[[-5, '123456789012345', '1234567890123456', '007', '2026-11-22T12:00:00.000Z', true, null]]]);
    const [, row] = rowsIn(files.get('xl/worksheets/sheet1.xml'));
    expect(row).toBe(
      '<row><c><v>-5</v></c><c><v>123456789012345</v></c>' +
        '<c t="inlineStr"><is><t xml:space="preserve">1234567890123456</t></is></c>' +
        '<c t="inlineStr"><is><t xml:space="preserve">007</t></is></c>' +
        '<c s="2"><v>46348.5</v></c><c t="b"><v>1</v></c><c/></row>',
    );
  });

  test.each(['=1+1', '+7', '-x', '@SUM(A1)', '\t=1', ' =HYPERLINK("http://x")', '＝1', '\u200b=1'])(
    'no text becomes a formula, not even when the cell is edited: %j',
    async (text) => {
      const [, row = ''] = rowsIn((await written([[[text]]])).get('xl/worksheets/sheet1.xml'));
      expect(row).toContain('t="inlineStr" s="3"');
      expect(row).not.toContain('<f');
    },
  );

  test('signs of the format and signs that XML cannot hold do no harm', async () => {
    const [, row = ''] = rowsIn((await written([[['<a&b>"\u0000\ud800_x0041_\r']]])).get('xl/worksheets/sheet1.xml'));
    expect(row).toContain('&lt;a&amp;b&gt;"_x0000_\ufffd_x005F_x0041__x000D_');
  });

  test('a list longer than a sheet goes on in the next, whatever the parts; one that just fits does not', async () => {
    const rows = Array.from({ length: 25 }, (_, index): Cell[] => [index]);
    const files = await written([rows.slice(0, 3), [], rows.slice(3, 20), rows.slice(20)], 10);
    const sheets = [...files.keys()].filter((name) => name.includes('/sheet'));
    expect(sheets.map((name) => rowsIn(files.get(name)).length)).toEqual([11, 11, 6]);
    expect(sheets.flatMap((name) => rowsIn(files.get(name)).slice(1)).join('')).toBe(
      rows.map(([value]) => `<row><c><v>${String(value)}</v></c></row>`).join(''),
    );
    expect(files.get('xl/workbook.xml')).toContain('name="List 3"');
    const fitting = await written([rows.slice(0, 20)], 10);
    expect([...fitting.keys()].filter((name) => name.includes('/sheet'))).toHaveLength(2);
    expect(rowsIn((await written([])).get('xl/worksheets/sheet1.xml'))).toHaveLength(1);
  });
});
