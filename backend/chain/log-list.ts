import { NodeFailure } from './node-failure.ts';

/**
 * The logs of an answer. A long list stays the bytes that came, and is made into objects a piece at a time: as objects it takes several times
 * the memory, and most of the time of reading a chain would go into moving them about.
 */
export interface LogList {
  readonly length: number;
  /** Each time from the beginning, in the order of the chain as the logs themselves tell it. @throws NodeFailure when a piece is no JSON */
  pieces(): Iterable<readonly unknown[]>;
}

/** An answer without its logs. */
export interface SplitAnswer {
  /** The answer with `placeholder` in the place of the list. */
  readonly rest: unknown;
  readonly logs: LogList;
}

/** What stands in an answer where its logs stood. */
export const placeholder = 'the logs stand apart';

/** Logs of a piece. */
const pieceLength = 64;

const listBegins = Buffer.from('"result":[{');
const listEnds = Buffer.from('}]');
const betweenLogs = Buffer.from('},{');
const blockNumber = Buffer.from('"blockNumber":"0x');
const logIndex = Buffer.from('"logIndex":"0x');

/**
 * Takes the list of logs out of an answer as nodes write it, without spaces and in the order of the chain. A log holds no other object, so
 * `},{` stands between two of them and nowhere else.
 * @returns undefined when it is written otherwise: then the whole of it has to be read at once
 */
export function splitAnswer(body: Buffer): SplitAnswer | undefined {
  const found = body.indexOf(listBegins);
  if (found < 0) return undefined;
  const from = found + listBegins.length - 2;
  const last = body.indexOf(listEnds, from);
  if (last < 0) return undefined;
  const starts = startsInOrder(body, from + 1, last + 1);
  if (starts === undefined) return undefined;
  const rest = parse(`${body.toString('utf8', 0, from)}"${placeholder}"${body.toString('utf8', last + 2)}`);
  return { rest, logs: { length: starts.length, pieces: () => piecesOf(body, starts, last + 1) } };
}

/** Logs that are objects already. */
export function listOf(logs: readonly unknown[]): LogList {
  return { length: logs.length, pieces: () => (logs.length === 0 ? [] : [logs]) };
}

/** @throws NodeFailure */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = text.trimStart().startsWith('<') ? 'a page' : 'cut off?';
    throw new NodeFailure('unreachable', `the answer is no JSON (${what})`, { cause: error });
  }
}

/** Where each log begins; undefined when they are not in order or one does not say where it belongs. */
function startsInOrder(body: Buffer, from: number, end: number): number[] | undefined {
  const starts: number[] = [];
  let block = -1;
  let index = -1;
  for (let start = from; start < end;) {
    starts.push(start);
    const next = body.indexOf(betweenLogs, start);
    const stop = next < 0 || next > end ? end : next + 1;
    const blockHere = numberAt(body, body.indexOf(blockNumber, start), blockNumber.length, stop);
    const indexHere = numberAt(body, body.indexOf(logIndex, start), logIndex.length, stop);
    if (!(blockHere > block || (blockHere === block && indexHere > index))) return undefined;
    block = blockHere;
    index = indexHere;
    start = stop + 1;
  }
  return starts;
}

/** The hexadecimal number behind a name of that length, NaN when it is not there. */
function numberAt(body: Buffer, name: number, length: number, stop: number): number {
  if (name < 0 || name >= stop) return Number.NaN;
  let value = 0;
  for (let place = name + length; place < stop; place += 1) {
    const code = body[place] ?? 0;
    if (code === 34) return value;
    // Digits, then letters of either case.
    const digit = code <= 57 ? code - 48 : (code | 32) - 87;
    if (digit < 0 || digit > 15) return Number.NaN;
    value = value * 16 + digit;
  }
  return Number.NaN;
}

function* piecesOf(body: Buffer, starts: readonly number[], end: number): Generator<readonly unknown[]> {
  for (let first = 0; first < starts.length; first += pieceLength) {
    const next = starts[first + pieceLength];
    const text = body.toString('latin1', starts[first], next === undefined ? end : next - 1);
    const piece = parse(`[${text}]`);
    if (!Array.isArray(piece) || piece.length !== Math.min(pieceLength, starts.length - first))
      throw new NodeFailure('unreachable', 'the answer is no list of logs');
    yield piece;
  }
}
