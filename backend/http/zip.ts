import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

/** Takes bytes, and resolves when there is room for more. */
export type Sink = (bytes: Uint8Array) => Promise<void>;

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Sizes follow their data (bit 3), names are UTF-8 (bit 11). */
const flags = 0x0808;
const version = 20;
const deflated = 8;
/** 1 January 1980, 0:00: the format has no way to say "no date". */
const date = 0x0021;
/** What four bytes hold. Beyond it the format needs its 64-bit form, which we do not write: such a list is not for a spreadsheet. */
const most = 0xffff_ffff;

/**
 * A ZIP archive written as it is made, entry after entry, with nothing kept but the names (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.9,
 * 4.3.12, 4.3.16). Packing happens outside of the event loop.
 */
export class ZipWriter {
  readonly #sink: Sink;
  readonly #entries: Entry[] = [];
  #offset = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** @throws RangeError when the archive would be greater than 4 GiB */
  async add(name: string, parts: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const encoded = Buffer.from(name);
    const offset = this.#offset;
    await this.#write(localHeader(encoded));
    let crc = 0;
    let size = 0;
    const packedFrom = this.#offset;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const part of parts) {
        const bytes = Buffer.from(part);
        crc = crc32(bytes, crc);
        size += bytes.length;
        yield bytes;
      }
    };
    await pipeline(
      Readable.from(counted(), { objectMode: false, highWaterMark: 1 << 16 }),
      createDeflateRaw({ level: constants.Z_BEST_SPEED }),
      async (packed: AsyncIterable<Buffer>) => {
        for await (const bytes of packed) await this.#write(bytes);
      },
    );
    const entry = { name: encoded, crc, packed: this.#offset - packedFrom, size, offset };
    if (size > most || this.#offset > most) throw new RangeError(`${name} makes the archive greater than 4 GiB`);
    await this.#write(words([0x0807_4b50, 4], [crc, 4], [entry.packed, 4], [size, 4]));
    this.#entries.push(entry);
  }

  /** Writes the directory; nothing may come after it. */
  async end(): Promise<void> {
    const from = this.#offset;
    for (const entry of this.#entries) await this.#write(directoryEntry(entry));
    const count = this.#entries.length;
    await this.#write(
      words([0x0605_4b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [this.#offset - from, 4], [from, 4], [0, 2]),
    );
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#sink(bytes);
  }
}

function localHeader(name: Buffer): Buffer {
  const fields = words(
    [0x0403_4b50, 4],
    [version, 2],
    [flags, 2],
    [deflated, 2],
    [0, 2],
    [date, 2],
    [0, 4],
    [0, 4],
    [0, 4],
    [name.length, 2],
    [0, 2],
  );
  return Buffer.concat([fields, name]);
}

function directoryEntry({ name, crc, packed, size, offset }: Entry): Buffer {
  const fields = words(
    [0x0201_4b50, 4],
    [version, 2],
    [version, 2],
    [flags, 2],
    [deflated, 2],
    [0, 2],
    [date, 2],
    [crc, 4],
    [packed, 4],
    [size, 4],
    [name.length, 2],
    // No extra field, no comment, disk 0, no attributes.
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [offset, 4],
  );
  return Buffer.concat([fields, name]);
}

/** Numbers of two or four bytes one after the other, the low byte first. */
function words(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const written = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) at = written.writeUIntLE(value, at, bytes);
  return written;
}
